import { Alert, Button, Progress } from "@mantine/core";
import i18next from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import styles from "./report.module.css";
import type { FullRun } from "./result.ts";
import type { Following } from "./running.ts";

/** A run that waits longer than this for the batch worker says so, in ms. */
const LONG_WAIT = 10_000;

/** Whether something has been waiting for the batch worker for long. */
export function useLongWait(waiting: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!waiting) return;
    const timer = setTimeout(() => setLong(true), LONG_WAIT);
    return () => clearTimeout(timer);
  }, [waiting]);
  return long;
}

/** How far a run is. Its place is kept, so that nothing jumps when it is done. */
function Making({ run, again }: { run: FullRun | null; again: boolean }) {
  const { t } = useTranslation("office");
  const waiting = run?.state === "queued";
  const long = useLongWait(waiting);
  const words = waiting ? t("run.queued") : t("run.running");
  return (
    <div className={again ? styles.makingAgain : styles.making} role="status">
      <Progress.Root size={again ? 4 : "sm"} transitionDuration={100}>
        <Progress.Section value={Math.max(run?.progress ?? 0, 4)} aria-label={words} animated />
      </Progress.Root>
      <span className={again && !long ? "visually-hidden" : undefined}>
        {words} {long ? t("run.long_wait") : t("run.leave")}
      </span>
    </div>
  );
}

function problemWords(run: FullRun | null, problem: Problem | null): string {
  if (problem) return wordsFor(problem);
  const code = run?.problem?.code ?? "report_failed";
  if (!i18next.exists(code, { ns: "problems" })) return i18next.t("problems:report_failed");
  return wordsFor(new Problem({ status: 500, ...run?.problem?.data, code }));
}

/** What stands above a result: that it is being made, or why there is none and what to do. */
export function RunState({ run, problem, done, again }: Following & { again?: () => void }) {
  const { t } = useTranslation("office");
  if (problem || run?.state === "failed")
    return (
      <Alert color="red" variant="light" role="alert" className={styles.problem} data-testid="problem">
        <p>{problemWords(run, problem)}</p>
        {again && (!problem || problem.passing) && (
          <Button size="compact-sm" variant="default" onClick={again}>
            {t("desk:try_again")}
          </Button>
        )}
      </Alert>
    );
  if (run?.state === "done") return null;
  return <Making run={run} again={done !== null} />;
}
