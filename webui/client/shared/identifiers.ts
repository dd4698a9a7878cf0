let lastMillis = 0;
let sequence = 0;

/** A time never earlier than the one before, with a counter for ids made within the same millisecond. */
function nextTick(now: number): void {
  if (now > lastMillis) {
    lastMillis = now;
    sequence = 0;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMillis += 1;
      sequence = 0;
    }
  }
}

/**
 * A UUIDv7 (RFC 9562): ids made by one page sort in the order they were made, even within a millisecond.
 *
 * @param now ms since the epoch
 */
export function newId(now: number = Date.now()): string {
  nextTick(now);
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
  const tail = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const time = lastMillis.toString(16).padStart(12, "0");
  const counter = sequence.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
