import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { account } from "../../desk/account/account.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { useAsked } from "../asking.ts";
import { Link } from "../navigation/link.tsx";
import { PageHead } from "../navigation/page_head.tsx";
import { isKind, KINDS } from "./kinds.ts";
import styles from "./overview.module.css";
import type { Run } from "./result.ts";
import { daysText, momentText } from "./values.ts";

const RECENT = 30;

function Kinds() {
  const { t } = useTranslation("office");
  return (
    <ul className={styles.kinds}>
      {KINDS.map((kind) => (
        <li key={kind}>
          <Link href={`/reports/${kind}`} className={styles.kind}>
            <strong>{t(`report.${kind}`)}</strong>
            <span>{t(`about.${kind}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function RunRow({ run, zone }: { run: Run; zone: string }) {
  const { t } = useTranslation("office");
  const { from, to } = run.parameters;
  const days = daysText(from, to);
  // A zone is worth its words only where it is not the company's.
  const elsewhere = run.parameters.zone !== zone && run.parameters.zone;
  return (
    <tr>
      <th scope="row">
        <Link href={`/reports/runs/${run.id}`}>
          {isKind(run.kind) ? t(`report.${run.kind}`) : run.kind}
          {run.parameters.by ? ` · ${t(`by.${run.parameters.by}`)}` : ""}
        </Link>
      </th>
      <td>{elsewhere ? `${days} (${elsewhere})` : days}</td>
      <td className="figures">{momentText(run.asked_at, zone)}</td>
      <td>{run.asked_by_name ?? "–"}</td>
      <td>{t(`run.state.${run.state}`)}</td>
    </tr>
  );
}

function RecentRuns() {
  const { t } = useTranslation("office");
  const zone = useStore(account, (state) => state.me?.company.time_zone ?? "UTC");
  const { answer, problem } = useAsked<{ runs: Run[] }>(`/reports?limit=${RECENT}`);
  if (problem) return <p role="alert">{wordsFor(problem)}</p>;
  if (!answer) return null;
  if (answer.runs.length === 0) return <p className={styles.empty}>{t("overview.none")}</p>;
  const columns = ["report", "period", "asked_at", "asked_by", "state"];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} aria-label={t("overview.recent")} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`overview.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.runs.map((run) => (
            <RunRow key={run.id} run={run} zone={zone} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Which reports there are, and those that were made lately. */
export function OverviewPage() {
  const { t } = useTranslation("office");
  return (
    <>
      <PageHead title={t("nav.reports")} />
      <Kinds />
      <h2 className={styles.title}>{t("overview.recent")}</h2>
      <RecentRuns />
    </>
  );
}
