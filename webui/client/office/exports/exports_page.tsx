import { useTranslation } from "react-i18next";
import { wordsFor } from "../../shared/words_for.ts";
import { useAsked } from "../asking.ts";
import forms from "../form.module.css";
import { PageHead } from "../navigation/page_head.tsx";
import { NightList } from "./nights.tsx";
import type { Plan, Slot } from "./plan.ts";
import { PlanForm } from "./plan_form.tsx";

/** Nightly exports: the plan, and the files of each night. */
export function ExportsPage() {
  const { t } = useTranslation("office");
  const plan = useAsked<Plan>("/exports/plan");
  const nights = useAsked<{ slots: Slot[] }>("/exports");
  return (
    <>
      <PageHead title={t("nav.exports")} />
      {plan.problem && <p role="alert">{wordsFor(plan.problem)}</p>}
      {plan.answer && <PlanForm plan={plan.answer} onSaved={nights.again} />}
      <h2 className={forms.title}>{t("exports.nights")}</h2>
      <NightList asked={nights} />
    </>
  );
}
