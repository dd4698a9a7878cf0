import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "../../desk/state/announcer.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { useAsked } from "../asking.ts";
import { go, usePlace } from "../navigation/address.ts";
import { Link } from "../navigation/link.tsx";
import { PageHead } from "../navigation/page_head.tsx";
import { type Choices, ChoicesContext, useChoices } from "./choices.ts";
import { dayAt, PRESETS, usualRange } from "./days.ts";
import { FilterBar } from "./filter_bar.tsx";
import type { ReportKind } from "./kinds.ts";
import { fromAddress, type Parameters, toAddress } from "./parameters.ts";
import styles from "./report.module.css";
import { ResultActions, ResultView } from "./result_view.tsx";
import { RunState } from "./run_state.tsx";
import { useQuestion } from "./running.ts";

/** The question of the address; without one, the last week that has something. */
function useParameters(kind: ReportKind): Parameters {
  const { zone, days } = useChoices();
  const { query } = usePlace();
  const asked = query.toString();
  return useMemo(() => {
    const usual = usualRange(dayAt(Date.now(), zone), days?.last ?? null);
    return fromAddress(kind, new URLSearchParams(asked), usual);
  }, [kind, asked, zone, days]);
}

/** An empty range is led to where there is something. */
function WhereSomethingIs({ kind, parameters }: { kind: ReportKind; parameters: Parameters }) {
  const { t } = useTranslation("office");
  const { days } = useChoices();
  if (!days) return t("result.nothing_yet");
  if (days.last >= parameters.from && days.first <= parameters.to) return null;
  const range = PRESETS.last_7_days(days.last);
  return <Link href={toAddress(kind, { ...parameters, ...range })}>{t("result.to_last_days")}</Link>;
}

function Report({ kind }: { kind: ReportKind }) {
  const { t } = useTranslation("office");
  const parameters = useParameters(kind);
  const following = useQuestion(kind, parameters);
  const { run, problem, done } = following;
  const result = !problem && run?.state !== "failed" ? (done?.result ?? null) : null;
  const shown = run?.state === "done";
  useEffect(() => {
    if (shown) announce(t("result.ready"));
  }, [shown, t]);
  return (
    <>
      <PageHead title={t(`report.${kind}`)}>
        <ResultActions run={shown ? run : null} />
      </PageHead>
      <FilterBar
        kind={kind}
        parameters={parameters}
        onAsk={(next) => {
          const address = toAddress(kind, next);
          if (address === window.location.pathname + window.location.search) following.again();
          else go(address);
        }}
      />
      <RunState {...following} />
      {result && done && (
        <div className={styles.resultPlace} data-stale={!shown || undefined} aria-busy={!shown}>
          <ResultView
            run={done}
            result={result}
            linked
            onOrder={({ key, descending }) => go(toAddress(kind, { ...parameters, sort: key, descending }))}
            whenEmpty={<WhereSomethingIs kind={kind} parameters={parameters} />}
          />
        </div>
      )}
    </>
  );
}

/** One report: its question on top, kept in the address, and the answer below. */
export function ReportPage({ kind }: { kind: ReportKind }) {
  const { t } = useTranslation("office");
  const { answer, problem } = useAsked<Choices>("/reports/choices");
  if (answer)
    return (
      <ChoicesContext value={answer}>
        <Report kind={kind} />
      </ChoicesContext>
    );
  return (
    <>
      <PageHead title={t(`report.${kind}`)} />
      {problem && <p role="alert">{wordsFor(problem)}</p>}
    </>
  );
}
