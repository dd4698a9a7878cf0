import { NativeSelect, NumberInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "../form.module.css";
import { useSaving } from "../saving.ts";
import { SavingLine } from "../saving_line.tsx";
import { type Rule, type Ruled, type Sort, saveRule, VARIANTS, type Variant } from "./service_levels.ts";

const SECOND = 1_000;
/** Seconds; the server takes no more. */
const LONGEST = 3_600;

interface SecondsProps {
  words: string;
  hint: string;
  value: number;
  onChange: (milliseconds: number) => void;
}

function Seconds({ words, hint, value, onChange }: SecondsProps) {
  return (
    <NumberInput
      label={words}
      description={hint}
      min={0}
      max={LONGEST}
      allowDecimal={false}
      value={value / SECOND}
      onChange={(seconds) => onChange((Number(seconds) || 0) * SECOND)}
    />
  );
}

/** The rule of one queue or portal; it holds for wallboards at once, for reports when they are made. */
export function RuleForm({ sort, ruled }: { sort: Sort; ruled: Ruled }) {
  const { t } = useTranslation("office");
  const [rule, setRule] = useState<Rule>(ruled);
  const saving = useSaving(t("form.saved"));
  function change(part: Partial<Rule>): void {
    setRule((before) => ({ ...before, ...part }));
    saving.edited();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    saving.save(() => saveRule(sort, ruled.id, rule));
  }
  return (
    <form className={styles.form} onSubmit={submit} aria-labelledby={ruled.id} data-testid={ruled.key}>
      <h3 id={ruled.id}>
        {ruled.name} <span className={styles.key}>{ruled.key}</span>
      </h3>
      <div className={styles.columns}>
        <Seconds
          words={t("service_levels.within")}
          hint={t("service_levels.within_hint")}
          value={rule.within}
          onChange={(within) => change({ within })}
        />
        <Seconds
          words={t("service_levels.short_abandon")}
          hint={t("service_levels.short_hint")}
          value={rule.short_abandon}
          onChange={(short_abandon) => change({ short_abandon })}
        />
      </div>
      <NativeSelect
        label={t("service_levels.variant")}
        value={rule.variant}
        onChange={(event) => change({ variant: event.currentTarget.value as Variant })}
        data={VARIANTS.map((value) => ({ value, label: t(`service_levels.variants.${value}`) }))}
      />
      <SavingLine saving={saving} words={t("form.save")} />
    </form>
  );
}
