import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "../navigation/link.tsx";
import { PageHead } from "../navigation/page_head.tsx";
import { isKind } from "./kinds.ts";
import { toAddress } from "./parameters.ts";
import { ResultActions, ResultView } from "./result_view.tsx";
import { RunState } from "./run_state.tsx";
import { useRun } from "./running.ts";

/** One report as it was made, for as long as it is kept: nothing of it changes. */
export function RunPage({ id }: { id: string }) {
  const { t } = useTranslation("office");
  const following = useRun(id);
  const { run } = following;
  const kind = run && isKind(run.kind) ? run.kind : null;
  return (
    <>
      <PageHead title={kind ? t(`report.${kind}`) : t("run.title")}>
        <ResultActions run={run} />
        {run && kind && (
          <Button component={Link} href={toAddress(kind, run.parameters)} variant="default" size="sm">
            {t("run.ask_again")}
          </Button>
        )}
      </PageHead>
      <RunState {...following} />
      {run?.result && <ResultView run={run} result={run.result} linked={false} />}
    </>
  );
}
