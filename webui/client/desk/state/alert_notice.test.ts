import { afterEach, expect, it, vi } from "vitest";
import { anOffer } from "../testing/rows.ts";
import { notifyAlert } from "./alert_notice.ts";

afterEach(() => void vi.unstubAllGlobals());

it("an alert does without its notification where the browser has it only for service workers", () => {
  class OnlyForWorkers {
    static permission = "granted";
    constructor() {
      throw new TypeError("Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.");
    }
  }
  vi.stubGlobal("Notification", OnlyForWorkers);
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
  expect(() => notifyAlert(anOffer(), "New request")).not.toThrow();
});
