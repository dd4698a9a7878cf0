/** One launcher's part in the arrangement of all launchers of a page. */
export interface Arranged {
  minimise(): void;
}

interface Arrangement {
  floating: { left: number; right: number };
  all: Arranged[];
}

/** Each script tag runs a copy of the script, so what they share hangs on the window. */
const KEY = Symbol.for("guichet.launchers");

function arrangement(): Arrangement {
  const shared = window as unknown as Record<symbol, Arrangement | undefined>;
  shared[KEY] ??= { floating: { left: 0, right: 0 }, all: [] };
  return shared[KEY];
}

/** Joins the launchers of this page. */
export function join(launcher: Arranged): void {
  arrangement().all.push(launcher);
}

/** How many launchers already float on that side; counts the caller's from now on. */
export function takePlace(side: "left" | "right"): number {
  const place = arrangement().floating[side];
  arrangement().floating[side] = place + 1;
  return place;
}

/** One card at a time: the others are put aside, their requests stay as they are. */
export function minimiseOthers(launcher: Arranged): void {
  for (const other of arrangement().all) if (other !== launcher) other.minimise();
}
