import { useStore } from "zustand";
import { announcements, type Urgency } from "../state/announcer.ts";

function Region({ urgency }: { urgency: Urgency }) {
  const { number, text } = useStore(announcements, (all) => all[urgency]);
  return (
    <div
      className="visually-hidden"
      role={urgency === "assertive" ? "alert" : "status"}
      aria-live={urgency}
      data-testid={`announcer-${urgency}`}
    >
      <span key={number}>{text}</span>
    </div>
  );
}

/** The two places from which screen readers are told what changes. */
export function LiveRegions() {
  return (
    <>
      <Region urgency="polite" />
      <Region urgency="assertive" />
    </>
  );
}
