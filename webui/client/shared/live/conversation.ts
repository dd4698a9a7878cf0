interface NumberedLine {
  id: string;
  number: number;
}

/** The lines with `more` merged in by number: each number once, ascending. The same array when nothing is new. */
export function mergeLines<Line extends NumberedLine>(
  lines: readonly Line[],
  more: readonly Line[],
): readonly Line[] {
  const known = new Set(lines.map((line) => line.number));
  const fresh = more.filter((line) => !known.has(line.number) && known.add(line.number));
  if (fresh.length === 0) return lines;
  const merged = [...lines, ...fresh];
  return merged.sort((one, other) => one.number - other.number);
}

/**
 * The number after which lines are missing, or null when there is no gap.
 *
 * @param last the highest number known to exist
 */
export function missingAfter(lines: readonly NumberedLine[], last = 0): number | null {
  let expected = 0;
  for (const line of lines) {
    if (line.number !== expected + 1) return expected;
    expected = line.number;
  }
  return expected < last ? expected : null;
}

/** The highest number up to which the conversation is complete. */
export function completeUpTo(lines: readonly NumberedLine[]): number {
  return missingAfter(lines) ?? lines.at(-1)?.number ?? 0;
}
