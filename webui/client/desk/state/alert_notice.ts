import type { OfferRow } from "../../generated/messages.ts";
import { deskStore } from "./desk_store.ts";

/** True when the browser can show desktop notifications and has not yet been asked whether it may. */
export function mayAskForNotices(): boolean {
  return "Notification" in window && Notification.permission === "default";
}

export async function askForNotices(): Promise<void> {
  if (mayAskForNotices()) await Notification.requestPermission();
}

/** A desktop notification for an alert while the page is behind; a click brings the page forward. */
export function notifyAlert(offer: OfferRow, words: string): void {
  if (document.hasFocus() || !("Notification" in window) || Notification.permission !== "granted") return;
  const notice = newNotice(offer, words);
  if (!notice) return;
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
  closeWithAlert(notice, offer.id);
}

/** Chrome on Android has the permission and the name, and throws: there only a service worker may notify. */
function newNotice(offer: OfferRow, words: string): Notification | null {
  try {
    return new Notification(words, {
      body: offer.request.question.slice(0, 200),
      // The same tag replaces: a reminder does not pile up on its alert.
      tag: offer.request.id,
      silent: true,
    });
  } catch {
    return null;
  }
}

function closeWithAlert(notice: Notification, offerId: string): void {
  const stop = deskStore.subscribe((desk) => {
    if (desk.server.offers[offerId]) return;
    notice.close();
    stop();
  });
}
