import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Me } from "../account/account.ts";
import { AlertStack } from "../alerts/alert_stack.tsx";
import { TopBar } from "../bar/top_bar.tsx";
import { Help } from "../keyboard/help.tsx";
import { useShortcuts } from "../keyboard/shortcuts.ts";
import { ListColumn } from "../list/list_column.tsx";
import { SessionTabs } from "../session/session_tabs.tsx";
import { SidePane } from "../session/side_pane.tsx";
import { preferences } from "../state/preferences.ts";
import styles from "./desk.module.css";
import { LinkLine } from "./link_line.tsx";
import { Middle } from "./middle.tsx";
import { useTitleBadge } from "./title_badge.ts";
import { useView } from "./view.ts";
import { ViewSwitch } from "./view_switch.tsx";
import { WrapUpBar } from "./wrap_up_bar.tsx";

function SkipLinks({ details }: { details: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skip}>
      <a href="#list">{t("skip.list")}</a>
      <a href="#conversation">{t("skip.conversation")}</a>
      {details && <a href="#details">{t("skip.details")}</a>}
    </div>
  );
}

/** The account's choice of light or dark travels with it; 'system' leaves it to the machine. */
function useAccountTheme(me: Me): void {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    setColorScheme(me.theme === "light" || me.theme === "dark" ? me.theme : "auto");
  }, [me.theme, setColorScheme]);
}

/** The agent's desk. */
export function Desk({ me }: { me: Me }) {
  useShortcuts();
  useTitleBadge();
  useAccountTheme(me);
  const { t } = useTranslation();
  const view = useView();
  const hidden = useStore(preferences, (chosen) => chosen.hiddenAreas);
  const sideHidden = hidden.includes("details");
  return (
    <div className={styles.desk} data-view={view} data-side={sideHidden ? "hidden" : "shown"}>
      <SkipLinks details={!sideHidden} />
      <LinkLine />
      <TopBar me={me} />
      <ListColumn />
      <main className={styles.main}>
        <h1 className="visually-hidden">{t("desk_title")}</h1>
        <SessionTabs />
        <Middle />
        <WrapUpBar />
      </main>
      {!sideHidden && <SidePane />}
      <ViewSwitch />
      <AlertStack />
      <Help />
    </div>
  );
}
