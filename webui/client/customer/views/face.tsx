/** From worst to best. */
export const FACES = [1, 2, 3, 4, 5] as const;
export type FaceValue = (typeof FACES)[number];

/** Mouths, from corners down to corners up. */
const MOUTHS: Record<FaceValue, string> = {
  1: "M7.5 17.5q4.5-5 9 0",
  2: "M8 16.5q4-2.5 8 0",
  3: "M8 15.8h8",
  4: "M8 15q4 2.8 8 0",
  5: "M7.5 14q4.5 6 9 0z",
};

/** A drawn face; its word stands below it. */
export function Face({ value }: { value: FaceValue }) {
  return (
    <svg class="face" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9.5" />
      <path d="M9 9.2v.9 M15 9.2v.9" />
      <path d={MOUTHS[value]} />
    </svg>
  );
}
