/** As much of a name as a passing remark has room for. */
const ROOM = 60;

/** A name that may be 300 characters long, cut for a remark or an announcement. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= ROOM ? name : `${letters.slice(0, ROOM - 1).join("")}…`;
}
