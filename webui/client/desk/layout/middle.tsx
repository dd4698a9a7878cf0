import { useTranslation } from "react-i18next";
import { PastView } from "../session/past_view.tsx";
import styles from "../session/session.module.css";
import { SessionView } from "../session/session_view.tsx";
import { useDesk } from "../state/desk_store.ts";
import { NoticesHint } from "./notices_hint.tsx";

function Nothing() {
  const { t } = useTranslation();
  const known = useDesk((desk) => desk.server.known);
  const waiting = useDesk((desk) => desk.server.counters.waiting);
  const unavailable = useDesk((desk) => desk.server.agent?.state === "unavailable");
  if (!known) return <div className={styles.nothing}>{t("loading")}</div>;
  const words = unavailable ? "unavailable" : waiting > 0 ? "waiting" : "quiet";
  return (
    <div className={styles.nothing}>
      <h2>{t(`nothing.${words}_title`)}</h2>
      <p>{t(`nothing.${words}`)}</p>
      <NoticesHint />
    </div>
  );
}

/** The middle of the desk: the conversation in front, or words about why there is none. */
export function Middle() {
  const { t } = useTranslation();
  const selection = useDesk((desk) => desk.selection);
  const open = useDesk((desk) => selection !== null && desk.server.sessions[selection.id] !== undefined);
  if (selection && (open || selection.kind === "session")) return <SessionView id={selection.id} />;
  if (selection) return <PastView key={selection.id} id={selection.id} />;
  return (
    <section id="conversation" className={styles.middle} aria-label={t("session.conversation")} tabIndex={-1}>
      <Nothing />
    </section>
  );
}
