import { useEffect, useState } from "preact/hooks";
import { Announcer, announcementsFor } from "../announcing.ts";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { isCutOff } from "./top_bar.tsx";

interface AnnouncementsProps {
  visit: Visit;
}

/** The page's one live region: place, the agent's arrival, new lines, the connection, the end. */
export function Announcements({ visit }: AnnouncementsProps) {
  const [said, setSaid] = useState({ number: 0, text: "" });
  useEffect(() => {
    const announcer = new Announcer((text) => setSaid(({ number }) => ({ number: number + 1, text })));
    return visit.store.listen((state, before) => announceChange(announcer, before, state));
  }, [visit]);
  return (
    <p class="spoken" role="status" aria-live="polite" data-testid="announcer">
      {/* A new element each time: the same words twice are spoken twice. */}
      <span key={said.number}>{said.text}</span>
    </p>
  );
}

function announceChange(announcer: Announcer, before: VisitState, after: VisitState): void {
  const cutOff = isCutOff(after);
  if (cutOff !== isCutOff(before)) {
    announcer.announce({ text: cutOff ? t("reconnecting") : t("reconnected"), urgent: true });
  }
  if (after.journey === null || after.journey === before.journey) return;
  for (const each of announcementsFor(t, before.journey, after.journey)) announcer.announce(each);
}
