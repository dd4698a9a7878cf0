import type { Icon } from "@tabler/icons-react";
import IconCalendarTime from "@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs";
import IconChartBar from "@tabler/icons-react/dist/esm/icons/IconChartBar.mjs";
import IconDeviceTv from "@tabler/icons-react/dist/esm/icons/IconDeviceTv.mjs";
import IconGauge from "@tabler/icons-react/dist/esm/icons/IconGauge.mjs";
import IconHeadset from "@tabler/icons-react/dist/esm/icons/IconHeadset.mjs";
import IconLink from "@tabler/icons-react/dist/esm/icons/IconLink.mjs";
import IconListSearch from "@tabler/icons-react/dist/esm/icons/IconListSearch.mjs";
import IconMail from "@tabler/icons-react/dist/esm/icons/IconMail.mjs";
import IconReportAnalytics from "@tabler/icons-react/dist/esm/icons/IconReportAnalytics.mjs";
import IconUsers from "@tabler/icons-react/dist/esm/icons/IconUsers.mjs";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../../desk/account/account.ts";
import { hasDesk } from "../../desk/account/roles.ts";
import { usePlace } from "./address.ts";
import { Link } from "./link.tsx";
import styles from "./office.module.css";

const PAGES: readonly { path: string; words: string; Mark: Icon }[] = [
  { path: "/reports", words: "nav.reports", Mark: IconReportAnalytics },
  { path: "/reports/call_volume", words: "report.call_volume", Mark: IconChartBar },
  { path: "/reports/agent_activity", words: "report.agent_activity", Mark: IconUsers },
  { path: "/reports/url_referrals", words: "report.url_referrals", Mark: IconLink },
  { path: "/reports/sessions", words: "report.sessions", Mark: IconListSearch },
  { path: "/wallboards", words: "nav.wallboards", Mark: IconDeviceTv },
  { path: "/service-levels", words: "nav.service_levels", Mark: IconGauge },
  { path: "/exports", words: "nav.exports", Mark: IconCalendarTime },
  { path: "/mail", words: "nav.mail", Mark: IconMail },
];

function isHere(path: string, here: string): boolean {
  return path === here || (path === "/reports" && here.startsWith("/reports/runs/"));
}

/** All pages: a column on the left, a line at the top where the window is narrow. */
export function SideList({ me }: { me: Me }) {
  const { t } = useTranslation("office");
  const { path: here } = usePlace();
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another mark
  useEffect(() => {
    // On a narrow window the line scrolls: the page one is on must not be out of sight.
    list.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <nav ref={list} className={styles.side} aria-label={t("nav.label")}>
      {PAGES.map(({ path, words, Mark }) => (
        <Link
          key={path}
          href={path}
          className={styles.page}
          aria-current={isHere(path, here) ? "page" : undefined}
        >
          <Mark size={18} stroke={1.7} aria-hidden="true" />
          {t(words)}
        </Link>
      ))}
      {hasDesk(me) && (
        <a href="/desk" className={styles.page}>
          <IconHeadset size={18} stroke={1.7} aria-hidden="true" />
          {t("nav.desk")}
        </a>
      )}
    </nav>
  );
}
