import IconMessage from "@tabler/icons-react/dist/esm/icons/IconMessage.mjs";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { Clock } from "../layout/clock.tsx";
import { timeOfDay } from "../layout/moment.ts";
import { useUnread } from "../session/unread.ts";
import { select } from "../state/actions.ts";
import { openSessions } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";
import { useColumns } from "./columns.ts";
import styles from "./list.module.css";
import { moveAmongRows } from "./row_focus.ts";
import { Section } from "./section.tsx";

function SessionItem({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const shows = useColumns();
  const unread = useUnread(session);
  const selected = useDesk((desk) => desk.selection?.id === session.id);
  const state = t(`session_state.${session.state}`);
  const parts = [
    shows("portal") ? (session.request.queue_name ?? session.request.portal_name) : null,
    shows("number") ? session.number : null,
    shows("time") ? timeOfDay(session.began_at) : null,
    shows("question") && session.request.question
      ? t("list.question", { question: session.request.question })
      : null,
  ];
  return (
    <li className={styles.item}>
      <button
        type="button"
        data-row
        data-session={session.id}
        className={styles.row}
        aria-current={selected || undefined}
        onClick={() => select({ kind: "session", id: session.id })}
      >
        {shows("clock") && (
          <span className={styles.clock}>
            <Clock since={session.active_at ?? session.began_at} />
            <span className={styles.clockWord}>{state}</span>
          </span>
        )}
        <span className={styles.first}>
          <span className="truncate" title={session.request.customer_name}>
            {session.request.customer_name}
          </span>
          {unread > 0 && (
            <span className={styles.unread} title={t("session.unread", { count: unread })}>
              <IconMessage size={12} aria-hidden="true" />
              <span className="figures">{unread}</span>
              <span className="visually-hidden">{t("session.unread", { count: unread })}</span>
            </span>
          )}
          {shows("language") && <span className={styles.language}>{session.request.language}</span>}
        </span>
        <span className={`truncate ${styles.second}`}>{parts.filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}

/** The sessions the agent is in. */
export function InProgress() {
  const { t } = useTranslation();
  const sessions = useDesk((desk) => desk.server.sessions);
  const rows = useMemo(
    () => openSessions(sessions).filter((session) => session.state !== "ended"),
    [sessions],
  );
  return (
    <Section
      id="in_progress"
      title={t("area.in_progress")}
      count={rows.length}
      empty={t("empty.in_progress")}
    >
      <ul className={styles.list} onKeyDown={moveAmongRows} aria-label={t("area.in_progress")}>
        {rows.map((session) => (
          <SessionItem key={session.id} session={session} />
        ))}
      </ul>
    </Section>
  );
}
