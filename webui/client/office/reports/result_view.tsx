import { Button } from "@mantine/core";
import IconPrinter from "@tabler/icons-react/dist/esm/icons/IconPrinter.mjs";
import i18next from "i18next";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { account } from "../../desk/account/account.ts";
import { Link } from "../navigation/link.tsx";
import { filterWords } from "./asked_words.ts";
import { useChoices } from "./choices.ts";
import { definitionOf } from "./definition.tsx";
import { DownloadMenu } from "./download_menu.tsx";
import { Figures } from "./figures.tsx";
import { isKind } from "./kinds.ts";
import styles from "./report.module.css";
import { type FullRun, isEmpty, type Result, type Rule } from "./result.ts";
import { ResultTable } from "./result_table.tsx";
import type { Sorting } from "./sorting.ts";
import { dayText, limitText, momentText } from "./values.ts";

/** The library of charts is half the page: what needs none of it comes first. */
const Chart = lazy(() => import("./chart.tsx"));

/** More queues than these are not named in a line. */
const MOST_NAMES = 5;

/** Data of notes that are moments (ms since the epoch). */
const MOMENTS: readonly string[] = ["as_of", "until"];

/** The period as people say it: one day, or from one to another, with the zone. */
export function usePeriodWords(): (from: string, to: string, zone: string) => string {
  const { t } = useTranslation("office");
  return (from, to, zone) =>
    from === to
      ? t("period.day", { day: dayText(from), zone })
      : t("period.days", { from: dayText(from), to: dayText(to), zone });
}

/** What can be done with a report: its rows as a file, and the page on paper. */
export function ResultActions({ run }: { run: FullRun | null }) {
  const { t } = useTranslation("office");
  if (run?.state !== "done") return null;
  return (
    <>
      <DownloadMenu key={run.id} runId={run.id} />
      <Button
        variant="default"
        size="sm"
        leftSection={<IconPrinter size={16} />}
        onClick={() => window.print()}
      >
        {t("result.print")}
      </Button>
    </>
  );
}

/** What qualifies a whole report; moments in it are told in the report's zone. */
function noteWords({ code, data = {} }: Result["notes"][number], zone: string): string {
  const told = Object.entries(data).map(([name, value]) => [
    name,
    MOMENTS.includes(name) ? momentText(Number(value), zone) : value,
  ]);
  const values: Record<string, string> = Object.fromEntries(told);
  return i18next.t(`office:note.${code}`, values);
}

/** By what some queues' service level was reckoned, where it was not the same for all. */
function ruleWords({ names, variant, within, short_abandon }: Rule): string {
  const more = names.length > MOST_NAMES ? [`… +${names.length - MOST_NAMES}`] : [];
  return i18next.t("office:note.rule", {
    names: [...names.slice(0, MOST_NAMES), ...more].join(", "),
    within: limitText(within),
    short: limitText(short_abandon),
    variant: i18next.t(`office:code.note.${variant}`),
  });
}

/** That there are more rows than the page has. */
function LeftOut({ result }: { result: Result }) {
  const { t } = useTranslation("office");
  const count = result.rows.length;
  if (result.left_out === 0) return null;
  return <p className={styles.note}>{t("result.left_out", { count, all: count + result.left_out })}</p>;
}

function Notes({ result }: { result: Result }) {
  const rules = result.rules ?? [];
  return (
    <>
      {rules.length > 1 &&
        rules.map((rule) => (
          <p key={rule.names.join()} className={styles.note}>
            {ruleWords(rule)}
          </p>
        ))}
      {result.notes.map((note) => (
        <p key={note.code} className={styles.note}>
          {noteWords(note, result.period.zone)}
        </p>
      ))}
    </>
  );
}

/** All definitions of what the page shows: folded on the screen, written out on paper. */
function Definitions({ result }: { result: Result }) {
  const { t } = useTranslation("office");
  const keys = [...new Set([...result.figures, ...result.columns].map((each) => each.key))];
  const defined = keys.filter((key) => definitionOf(key));
  if (defined.length === 0) return null;
  const list = (
    <dl className={styles.definitions}>
      {defined.map((key) => (
        <div key={key}>
          <dt>{t(`column.${key}`)}</dt>
          <dd>{definitionOf(key)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <>
      <details className={styles.folded}>
        <summary>{t("result.definitions")}</summary>
        {list}
      </details>
      <section className={styles.onPaper}>
        <h2>{t("result.definitions")}</h2>
        {list}
      </section>
    </>
  );
}

function useMadeWords(run: FullRun, zone: string): string {
  const { t } = useTranslation("office");
  const words = [
    run.finished_at && t("result.made_at", { moment: momentText(run.finished_at, zone, true) }),
    run.as_of && t("result.as_of", { moment: momentText(run.as_of, zone, true) }),
    run.asked_by_name && t("result.asked_by", { name: run.asked_by_name }),
  ];
  return words.filter(Boolean).join(" · ");
}

function Made({ run, zone, linked }: { run: FullRun; zone: string; linked: boolean }) {
  const { t } = useTranslation("office");
  return (
    <p className={`${styles.made} ${styles.onScreen}`} data-testid="made">
      {useMadeWords(run, zone)}
      {linked && (
        <>
          {" · "}
          <Link href={`/reports/runs/${run.id}`}>{t("result.permanent")}</Link>
        </>
      )}
    </p>
  );
}

/** What a sheet of paper must say by itself: whose report it is, what was asked, and as of when. */
function PaperHead({ run, zone }: { run: FullRun; zone: string }) {
  const company = useStore(account, (state) => state.me?.company.name);
  const choices = useChoices();
  const filters = isKind(run.kind) ? filterWords(run.kind, run.parameters, choices) : [];
  return (
    <div className={`${styles.onPaper} ${styles.made}`} data-testid="paper-head">
      <p>{[company, ...filters].filter(Boolean).join(" · ")}</p>
      <p>{useMadeWords(run, zone)}</p>
    </div>
  );
}

interface ResultViewProps {
  run: FullRun;
  result: Result;
  /** Whether to offer the address of this very run. */
  linked: boolean;
  /** Asks for another order of the rows, where not all of them are here. */
  onOrder?: (order: Sorting) => void;
  /** What to do when there is nothing. */
  whenEmpty?: ReactNode;
}

/** A report as it came out: figures, chart, table, and how it was made. */
export function ResultView({ run, result, linked, onOrder, whenEmpty }: ResultViewProps) {
  const { t } = useTranslation("office");
  const words = usePeriodWords();
  const { from, to } = run.parameters;
  const caption = `${t(`report.${result.kind}`)}, ${words(from, to, result.period.zone)}`;
  return (
    <article className={styles.result} data-testid="result" data-run={run.id}>
      <p className={styles.period}>{words(from, to, result.period.zone)}</p>
      <PaperHead run={run} zone={result.period.zone} />
      <Figures figures={result.figures} zone={result.period.zone} />
      {isEmpty(result) ? (
        <p className={styles.empty}>
          {t("result.empty")} {whenEmpty}
        </p>
      ) : (
        <>
          <LeftOut result={result} />
          {result.chart && (
            <Suspense fallback={<div className={styles.chartPlace} />}>
              <Chart result={result} />
            </Suspense>
          )}
          <ResultTable key={run.id} result={result} caption={caption} onOrder={onOrder} />
        </>
      )}
      <Notes result={result} />
      <Made run={run} zone={result.period.zone} linked={linked} />
      <Definitions result={result} />
    </article>
  );
}
