/** Keeps the screen from going dark, where the browser can; asked again each time the page is shown. */
export function stayAwake(): void {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // Refused (low battery, no permission): the screen does as its owner set it.
    }
  };
  document.addEventListener("visibilitychange", () => void ask());
  void ask();
}
