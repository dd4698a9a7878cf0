interface Versioned {
  id: string;
  version: number;
}

/** The rows with `row` put in, or the same object when what is there is as new or newer. */
export function upsert<Row extends Versioned>(
  rows: Readonly<Record<string, Row>>,
  row: Row,
): Readonly<Record<string, Row>> {
  const known = rows[row.id];
  if (known && known.version >= row.version) return rows;
  return { ...rows, [row.id]: row };
}

/** The rows without `id`, or the same object when there is none. */
export function without<Row>(rows: Readonly<Record<string, Row>>, id: string): Readonly<Record<string, Row>> {
  if (!Object.hasOwn(rows, id)) return rows;
  const { [id]: _gone, ...rest } = rows;
  return rest;
}

/** Rows by their id. */
export function byId<Row extends { id: string }>(rows: readonly Row[]): Readonly<Record<string, Row>> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}
