import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../../desk/account/account.ts";
import { mayUnderstand } from "../../desk/account/roles.ts";
import { OverviewPage } from "../reports/overview_page.tsx";
import { ReportPage } from "../reports/report_page.tsx";
import { RunPage } from "../reports/run_page.tsx";
import { usePlace } from "./address.ts";
import styles from "./office.module.css";
import { PageHead } from "./page_head.tsx";
import { pageAt } from "./pages.ts";
import { SideList } from "./side_list.tsx";
import { TopBar } from "./top_bar.tsx";

/** The account's choice of light or dark travels with it; 'system' leaves it to the machine. */
function useAccountTheme(me: Me): void {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    setColorScheme(me.theme === "light" || me.theme === "dark" ? me.theme : "auto");
  }, [me.theme, setColorScheme]);
}

function Unknown() {
  const { t } = useTranslation("office");
  return (
    <>
      <PageHead title={t("unknown_page")} />
      <p>{t("unknown_page_words")}</p>
    </>
  );
}

function NotForYou() {
  const { t } = useTranslation("office");
  return (
    <>
      <PageHead title={t("not_for_you")} />
      <p>{t("not_for_you_words")}</p>
      <p>
        <a href="/desk">{t("nav.desk")}</a>
      </p>
    </>
  );
}

function Content() {
  const { path } = usePlace();
  const found = pageAt(path);
  if (found.page === "overview") return <OverviewPage />;
  if (found.page === "report") return <ReportPage key={found.kind} kind={found.kind} />;
  if (found.page === "run") return <RunPage key={found.id} id={found.id} />;
  return found.page === "simple" ? <found.Content /> : <Unknown />;
}

/** Navigation around the page that the address leads to. */
export function Office({ me }: { me: Me }) {
  useAccountTheme(me);
  const { t } = useTranslation("office");
  const allowed = mayUnderstand(me);
  return (
    <div className={styles.office}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <TopBar me={me} />
      {allowed && <SideList me={me} />}
      <main className={styles.main} id="content" tabIndex={-1}>
        {allowed ? <Content /> : <NotForYou />}
      </main>
    </div>
  );
}
