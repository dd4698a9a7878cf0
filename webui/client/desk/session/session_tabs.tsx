import { CloseButton } from "@mantine/core";
import { type KeyboardEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { closeSession, select } from "../state/actions.ts";
import { openSessions } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";
import styles from "./session.module.css";
import { useUnread } from "./unread.ts";

interface TabProps {
  session: SessionRow;
  selected: boolean;
  reachable: boolean;
}

function Tab({ session, selected, reachable }: TabProps) {
  const { t } = useTranslation();
  const unread = useUnread(session);
  const name = session.request.customer_name;
  return (
    <span className={styles.tabBox} role="presentation">
      <button
        type="button"
        role="tab"
        id={`tab-${session.id}`}
        className={styles.tab}
        aria-selected={selected}
        aria-controls="conversation"
        tabIndex={reachable ? 0 : -1}
        data-state={session.state}
        title={name}
        onClick={() => select({ kind: "session", id: session.id })}
      >
        <span className="truncate">{name}</span>
        {unread > 0 && (
          <span className={styles.tabUnread}>
            <span className="figures" aria-hidden="true">
              {unread}
            </span>
            <span className="visually-hidden">{t("session.unread", { count: unread })}</span>
          </span>
        )}
        {session.state === "ended" && <span className={styles.tabEnded}>{t("session_state.ended")}</span>}
      </button>
      {session.state === "ended" && (
        <CloseButton
          size="xs"
          aria-label={t("session.close_tab", { name })}
          onClick={() => closeSession(session.id)}
        />
      )}
    </span>
  );
}

function moveAmongTabs(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || event.altKey) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const index = tabs.indexOf(document.activeElement as HTMLElement);
  const next = tabs[(index + step + tabs.length) % tabs.length];
  if (index < 0 || !next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

/** One tab per customer, in the order the sessions began. */
export function SessionTabs() {
  const { t } = useTranslation();
  const sessions = useDesk((desk) => desk.server.sessions);
  const selectedId = useDesk((desk) => desk.selection?.id);
  const tabs = useMemo(() => openSessions(sessions), [sessions]);
  // Without a chosen tab the first one is reachable by the keyboard.
  const reachable = tabs.find((session) => session.id === selectedId) ?? tabs[0];
  if (tabs.length === 0) return <div className={styles.tabs} />;
  return (
    <div className={styles.tabs} role="tablist" aria-label={t("session.tabs")} onKeyDown={moveAmongTabs}>
      {tabs.map((session) => (
        <Tab
          key={session.id}
          session={session}
          selected={session.id === selectedId}
          reachable={session === reachable}
        />
      ))}
    </div>
  );
}
