import type { Cell, Column } from "./result.ts";

/** Which column a table is sorted by. */
export interface Sorting {
  key: string;
  descending: boolean;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compared(one: Cell, other: Cell): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return collator.compare(String(one), String(other));
}

function isNothing(cell: Cell | undefined): cell is null | undefined | "" {
  return cell === null || cell === undefined || cell === "";
}

/** The rows in their new order; rows without a value come last either way, equal ones stay as they were. */
export function sorted(rows: readonly Cell[][], columns: readonly Column[], by: Sorting | null): Cell[][] {
  const place = columns.findIndex((column) => column.key === by?.key);
  if (!by || place < 0) return [...rows];
  const direction = by.descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one[place], other[place]];
    if (isNothing(a) || isNothing(b)) return Number(isNothing(a)) - Number(isNothing(b));
    return direction * compared(a, b);
  });
}

/** What a click on a column's header means: figures begin with the largest, words with A. */
export function clicked(column: Column, now: Sorting | null): Sorting {
  if (now?.key === column.key) return { key: column.key, descending: !now.descending };
  return { key: column.key, descending: ["count", "duration", "share", "score"].includes(column.kind) };
}
