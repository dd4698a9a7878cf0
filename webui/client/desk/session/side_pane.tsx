import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { useDesk } from "../state/desk_store.ts";
import { useAsked } from "./asked.ts";
import { Details } from "./details.tsx";
import { Earlier } from "./earlier.tsx";
import { Notes } from "./notes.tsx";
import styles from "./session.module.css";

function SideTabs({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="details" className={styles.sideTabs} keepMounted={false}>
      <Tabs.List grow>
        <Tabs.Tab value="details">{t("pane.details")}</Tabs.Tab>
        <Tabs.Tab value="notes">{t("pane.notes")}</Tabs.Tab>
        <Tabs.Tab value="earlier">{t("pane.earlier")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="details">
        <Details session={session} />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <Notes key={session.id} session={session} />
      </Tabs.Panel>
      <Tabs.Panel value="earlier">
        <Earlier requestId={session.request.id} />
      </Tabs.Panel>
    </Tabs>
  );
}

function PastPane({ id }: { id: string }) {
  const asked = useAsked<SessionRow>(`/sessions/${id}`);
  return asked.state === "here" ? <Details session={asked.value} /> : null;
}

/** The right column: what is known of whoever is in front. */
export function SidePane() {
  const { t } = useTranslation();
  const selection = useDesk((desk) => desk.selection);
  const session = useDesk((desk) => (selection ? desk.server.sessions[selection.id] : undefined));
  return (
    <aside id="details" className={styles.side} aria-label={t("area.details")} tabIndex={-1}>
      {session && <SideTabs session={session} />}
      {!session && selection?.kind === "history" && <PastPane id={selection.id} />}
      {!selection && <p className={styles.paneWords}>{t("empty.details")}</p>}
    </aside>
  );
}
