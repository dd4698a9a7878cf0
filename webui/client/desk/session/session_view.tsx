import { Button, Loader } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { Clock } from "../layout/clock.tsx";
import { closeSession } from "../state/actions.ts";
import { customerOf } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { EndDialog } from "./end_dialog.tsx";
import { forgetEnding, isEnding } from "./endings.ts";
import styles from "./session.module.css";

/** What the agent should know about the other end of the line. */
function customerState(session: SessionRow): "left" | "away" | "connecting" | "present" {
  if (customerOf(session)?.left_at) return "left";
  if (session.state === "connecting") return "connecting";
  return session.customer_connected ? "present" : "away";
}

function Head({ session, onEnd }: { session: SessionRow; onEnd: () => void }) {
  const { t } = useTranslation();
  const state = session.state === "ended" ? "ended" : customerState(session);
  const name = session.request.customer_name;
  return (
    <div className={styles.head}>
      <div className={styles.headWords}>
        <h2 className="truncate" title={name}>
          {name}
        </h2>
        <span
          className={`truncate ${styles.presence}`}
          data-presence={state}
          data-testid="presence"
          title={t(`presence.${state}`)}
        >
          {t(`presence.${state}`)}
        </span>
      </div>
      {session.state === "ended" ? (
        <Button variant="default" size="xs" onClick={() => closeSession(session.id)}>
          {t("session.close")}
        </Button>
      ) : (
        <>
          <Clock since={session.active_at ?? session.began_at} className={`figures ${styles.headClock}`} />
          <Button id="end-session" variant="default" size="xs" onClick={onEnd}>
            {t("session.end")}
          </Button>
        </>
      )}
    </div>
  );
}

function SessionBody({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const [ending, setEnding] = useState(() => isEnding(session.id));
  function closeEnding(): void {
    forgetEnding(session.id);
    setEnding(false);
  }
  return (
    <section
      id="conversation"
      className={styles.middle}
      role="tabpanel"
      aria-labelledby={`tab-${session.id}`}
      tabIndex={-1}
    >
      <Head session={session} onEnd={() => setEnding(true)} />
      <Conversation session={session} />
      {session.state === "ended" ? (
        <p className={styles.over}>{t("session.over")}</p>
      ) : (
        <Composer session={session} />
      )}
      <EndDialog session={session} opened={ending} onClose={closeEnding} />
    </section>
  );
}

/** The session in front: its conversation and what can be done with it. */
export function SessionView({ id }: { id: string }) {
  const { t } = useTranslation();
  const session = useDesk((desk) => desk.server.sessions[id]);
  if (session) return <SessionBody key={id} session={session} />;
  return (
    <section id="conversation" className={styles.middle} tabIndex={-1}>
      <div className={styles.nothing}>
        <Loader role="status" size="sm" aria-label={t("session.opening")} />
      </div>
    </section>
  );
}
