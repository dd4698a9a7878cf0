import { useRef, useState } from "react";

interface Held<Row> {
  rows: { row: Row; gone: boolean }[];
  hold: Hold;
}

/** For an element around the rows that is there whether or not there are any: one that goes never hears the leaving. */
export interface Hold {
  onPointerEnter: () => void;
  onPointerLeave: () => void;
}

/**
 * Rows that do not move under the pointer: while it is over the list, a row that goes stays in its place,
 * marked as gone, and new ones join at the end. When the last one is gone there is nothing left to hold.
 */
export function useHeldRows<Row extends { id: string }>(rows: readonly Row[]): Held<Row> {
  const [holding, setHolding] = useState(false);
  const shown = useRef<readonly Row[]>(rows);
  shown.current = holding && rows.length > 0 ? merged(shown.current, rows) : rows;
  const now = new Set(rows.map((row) => row.id));
  return {
    rows: shown.current.map((row) => ({ row, gone: !now.has(row.id) })),
    hold: { onPointerEnter: () => setHolding(true), onPointerLeave: () => setHolding(false) },
  };
}

/** The rows in their old places with their new contents, then those that are new. */
export function merged<Row extends { id: string }>(
  shown: readonly Row[],
  rows: readonly Row[],
): readonly Row[] {
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const kept = shown.map((row) => fresh.get(row.id) ?? row);
  const known = new Set(shown.map((row) => row.id));
  return [...kept, ...rows.filter((row) => !known.has(row.id))];
}
