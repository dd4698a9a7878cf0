/** Widths in ems of what figures are written with, in the bold of the wallboard's type. */
const WIDTHS: Record<string, number> = { ":": 0.34, ",": 0.32, ".": 0.32, "%": 0.98, "–": 0.7 };
const DIGIT = 0.66;
/** Spaces that group digits or stand before a unit. */
const SPACE = 0.28;

function widthOf(letter: string): number {
  if (/\s/.test(letter)) return SPACE;
  return WIDTHS[letter] ?? DIGIT;
}

/** The size of type, in hundredths of the card's width, at which `text` just fits into it. */
export function fittingSize(text: string): number {
  const ems = [...text].reduce((sum, letter) => sum + widthOf(letter), 0);
  return Math.floor(100 / ems);
}
