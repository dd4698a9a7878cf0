/** The name of the browser-wide lock that the leading tab holds. */
const LOCK = "guichet.desk.leader";

let leading = false;
let waiting = false;

/** True in exactly one of the agent's tabs: the one that sounds and notifies. */
export function isLeadTab(): boolean {
  return leading || !("locks" in navigator);
}

/** Holds the lock until the page goes or another tab steals it. */
async function lead(options: LockOptions): Promise<void> {
  waiting = true;
  try {
    await navigator.locks.request(LOCK, options, () => {
      leading = true;
      return new Promise<void>(() => {});
    });
  } catch {
    // Stolen by the tab the agent uses now.
    leading = false;
    waiting = false;
    void lead({});
  }
}

/** Leadership follows the agent: browsers let only a page that was touched make sounds. */
function leadWhenUsed(): void {
  if (!leading) void lead({ steal: true });
}

/** Takes part in choosing the leading tab, for as long as the page lives. */
export function joinTabs(): void {
  if (!("locks" in navigator) || waiting) return;
  void lead({});
  window.addEventListener("pointerdown", leadWhenUsed, { capture: true });
  window.addEventListener("keydown", leadWhenUsed, { capture: true });
}
