interface IconProps {
  path: string;
}

/** A line drawing of 24 × 24 in the text's colour, hidden from screen readers. */
export function Icon({ path }: IconProps) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export const SEND = "M4 12l16-8-6 16-3-6.5z";
export const LEAVE = "M14 5H6v14h8 M11 12h10 M17.5 8.5L21 12l-3.5 3.5";
export const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z";
export const SUN =
  "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1.4 1.4 M17.6 17.6L19 19 M19 5l-1.4 1.4 M6.4 17.6L5 19";
export const CLOCK = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 7v5l3.5 2";
export const DONE = "M5 12.5l4.5 4.5L19 7.5";
export const ALERT = "M12 3l10 18H2z M12 10v5 M12 18v.1";
export const DOWN = "M12 5v14 M6 13l6 6 6-6";
