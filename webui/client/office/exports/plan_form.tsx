import { Checkbox, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../shared/languages.ts";
import styles from "../form.module.css";
import { useSaving } from "../saving.ts";
import { SavingLine } from "../saving_line.tsx";
import { addressesIn, type Plan, savePlan, type Wish } from "./plan.ts";

const LONGEST_KEPT = 3_650;
const NAMES = { en: "English", fr: "Français" } as const;

interface PartProps {
  wish: Wish;
  change: (part: Partial<Wish>) => void;
}

function Kinds({ wish, change, kinds }: PartProps & { kinds: readonly string[] }) {
  const { t } = useTranslation("office");
  return (
    <fieldset className={styles.group}>
      <legend>{t("exports.reports")}</legend>
      {kinds.map((kind) => (
        <Checkbox
          key={kind}
          label={t(`report.${kind}`)}
          checked={wish.reports.includes(kind)}
          onChange={(event) =>
            change({
              reports: event.currentTarget.checked
                ? [...wish.reports, kind]
                : wish.reports.filter((each) => each !== kind),
            })
          }
        />
      ))}
    </fieldset>
  );
}

function Mailing({ wish, change }: PartProps) {
  const { t } = useTranslation("office");
  const [text, setText] = useState(wish.mail_to.join(", "));
  return (
    <>
      <TextInput
        label={t("exports.mail_to")}
        description={t("exports.mail_to_hint")}
        value={text}
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          change({ mail_to: addressesIn(event.currentTarget.value) });
        }}
      />
      <NativeSelect
        label={t("exports.language")}
        value={wish.language}
        onChange={(event) => change({ language: event.currentTarget.value })}
        data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
      />
    </>
  );
}

function Keeping({ wish, change }: PartProps) {
  const { t } = useTranslation("office");
  return (
    <div className={styles.columns}>
      <NumberInput
        label={t("exports.keep_days")}
        description={t("exports.keep_hint")}
        min={0}
        max={LONGEST_KEPT}
        allowDecimal={false}
        value={wish.keep_days}
        onChange={(value) => change({ keep_days: Number(value) || 0 })}
      />
      <TextInput
        type="date"
        label={t("exports.begins")}
        description={t("exports.begins_hint")}
        required
        withAsterisk={false}
        value={wish.begins}
        onChange={(event) => change({ begins: event.currentTarget.value })}
      />
    </div>
  );
}

/** What is exported each night, and to whom it is mailed. */
export function PlanForm({ plan, onSaved }: { plan: Plan; onSaved: () => void }) {
  const { t } = useTranslation("office");
  const [wish, setWish] = useState<Wish>(plan);
  const saving = useSaving(t("form.saved"));
  function change(part: Partial<Wish>): void {
    setWish((before) => ({ ...before, ...part }));
    saving.edited();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    saving.save(() => savePlan(wish).then(onSaved));
  }
  return (
    <form className={styles.form} onSubmit={submit} aria-labelledby="plan-title" data-testid="plan">
      <h2 id="plan-title">{t("exports.plan")}</h2>
      <Switch
        label={t("exports.active")}
        checked={wish.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
      <Kinds wish={wish} change={change} kinds={plan.kinds} />
      <Mailing wish={wish} change={change} />
      <Keeping wish={wish} change={change} />
      <SavingLine saving={saving} words={t("form.save")} />
    </form>
  );
}
