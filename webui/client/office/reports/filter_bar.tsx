import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useChoices } from "./choices.ts";
import { dayAt, PRESETS, type Preset, presetOf } from "./days.ts";
import { FilterFold, useFolded } from "./filter_fold.tsx";
import { FilterMenu } from "./filter_menu.tsx";
import { GROUPINGS, GROUPS, type Group, type ReportKind } from "./kinds.ts";
import type { Parameters } from "./parameters.ts";
import styles from "./report.module.css";
import { SessionFilters } from "./session_filters.tsx";

export interface FilterProps {
  parameters: Parameters;
  /** Notes a change that the next question will hold. */
  onChange: (change: Partial<Parameters>) => void;
}

function Presets({
  parameters,
  onAsk,
}: {
  parameters: Parameters;
  onAsk: (range: Partial<Parameters>) => void;
}) {
  const { t } = useTranslation("office");
  const today = dayAt(Date.now(), useChoices().zone);
  return (
    <fieldset className={styles.presets}>
      <legend className="visually-hidden">{t("filter.presets")}</legend>
      {(Object.keys(PRESETS) as Preset[]).map((name) => {
        const chosen = name === presetOf(parameters, today);
        return (
          <Button
            key={name}
            size="compact-sm"
            variant={chosen ? "light" : "subtle"}
            aria-pressed={chosen}
            onClick={() => onAsk(PRESETS[name](today))}
          >
            {t(`preset.${name}`)}
          </Button>
        );
      })}
    </fieldset>
  );
}

function Days({ parameters, onChange }: FilterProps) {
  const { t } = useTranslation("office");
  const { zone } = useChoices();
  return (
    <>
      {(["from", "to"] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          size="sm"
          required
          withAsterisk={false}
          label={t(`filter.${end}`)}
          title={t("filter.zone", { zone: parameters.zone ?? zone })}
          value={parameters[end]}
          onChange={(event) => onChange({ [end]: event.currentTarget.value })}
        />
      ))}
    </>
  );
}

function By({ parameters, onAsk }: { parameters: Parameters; onAsk: (by: Partial<Parameters>) => void }) {
  const { t } = useTranslation("office");
  return (
    <div className={styles.by}>
      <span className={styles.label}>{t("filter.by")}</span>
      <SegmentedControl
        size="sm"
        aria-label={t("filter.by")}
        value={parameters.by ?? "queue"}
        onChange={(by) => onAsk({ by })}
        data={GROUPINGS.map((value) => ({ value, label: t(`by.${value}`) }))}
      />
    </div>
  );
}

function Groups({ kind, parameters, onChange }: FilterProps & { kind: ReportKind }) {
  const choices = useChoices();
  return GROUPS[kind].map((group: Group) => (
    <FilterMenu
      key={group}
      name={group}
      choices={choices[group]}
      chosen={parameters[group] ?? []}
      onChange={(ids) => onChange({ [group]: ids })}
    />
  ));
}

interface FilterBarProps {
  kind: ReportKind;
  parameters: Parameters;
  onAsk: (parameters: Parameters) => void;
}

/**
 * The question of a report. Named ranges and groupings are asked at once, the rest with the button. On a phone it is
 * folded behind a line that says it, so that the figures are in sight; asking with the button folds it again.
 */
export function FilterBar({ kind, parameters, onAsk }: FilterBarProps) {
  const { t } = useTranslation("office");
  const [draft, setDraft] = useState(parameters);
  const [seen, setSeen] = useState(parameters);
  if (seen !== parameters) {
    setSeen(parameters);
    setDraft(parameters);
  }
  const onChange = (change: Partial<Parameters>) => setDraft((before) => ({ ...before, ...change }));
  const askWith = (change: Partial<Parameters>) => onAsk({ ...draft, ...change });
  const [folded, setFolded] = useFolded();
  const fold = useRef<HTMLButtonElement>(null);
  const inside = useId();
  function submit(event: FormEvent): void {
    event.preventDefault();
    setFolded(true);
    // Where that folds, the focus would go with the button; elsewhere this one is not shown and takes nothing.
    fold.current?.focus();
    onAsk(draft);
  }
  return (
    <form
      className={styles.filters}
      data-folded={folded || undefined}
      onSubmit={submit}
      aria-label={t("filter.label")}
      data-testid="filters"
    >
      <FilterFold
        ref={fold}
        kind={kind}
        parameters={parameters}
        folded={folded}
        controls={inside}
        onFold={setFolded}
      />
      <div id={inside} className={styles.asked}>
        <Presets parameters={parameters} onAsk={askWith} />
        <div className={styles.fields}>
          <Days parameters={draft} onChange={onChange} />
          {kind === "call_volume" && <By parameters={draft} onAsk={askWith} />}
          <Groups kind={kind} parameters={draft} onChange={onChange} />
          {kind === "sessions" && <SessionFilters parameters={draft} onChange={onChange} />}
          <Button type="submit" size="sm" className={styles.ask}>
            {t("filter.ask")}
          </Button>
        </div>
        {draft.queues?.length && draft.portals?.length ? (
          <p className={styles.note}>{t("filter.both_hold")}</p>
        ) : null}
      </div>
    </form>
  );
}
