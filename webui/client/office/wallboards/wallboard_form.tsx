import { Checkbox, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "../form.module.css";
import { go } from "../navigation/address.ts";
import type { Choice, Choices } from "../reports/choices.ts";
import { useSaving } from "../saving.ts";
import { SavingLine } from "../saving_line.tsx";
import { LimitFields } from "./limit_fields.tsx";
import { limitsOf, saveWallboard, typedLimits, type Wallboard, type Wish } from "./wallboard.ts";

const NEW: Wish = { name: "", queue_ids: [], portal_ids: [], thresholds: {}, sound: true };

interface SeveralProps {
  words: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

function Several({ words, choices, chosen, onChange }: SeveralProps) {
  if (choices.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>{words}</legend>
      <Checkbox.Group value={[...chosen]} onChange={onChange}>
        <div className={styles.list}>
          {choices.map((choice) => (
            <Checkbox key={choice.id} value={choice.id} label={choice.name} />
          ))}
        </div>
      </Checkbox.Group>
    </fieldset>
  );
}

interface WallboardFormProps {
  /** Null for a new one. */
  wallboard: Wallboard | null;
  choices: Choices;
  onSaved: (saved: Wallboard) => void;
}

/** What a wallboard shows, and when it calls. */
export function WallboardForm({ wallboard, choices, onSaved }: WallboardFormProps) {
  const { t } = useTranslation("office");
  const [wish, setWish] = useState<Wish>(wallboard ?? NEW);
  const [typed, setTyped] = useState(() => typedLimits(wish.thresholds));
  const saving = useSaving(t("form.saved"));
  function change(part: Partial<Wish>): void {
    setWish((before) => ({ ...before, ...part }));
    saving.edited();
  }
  async function save(): Promise<void> {
    const saved = await saveWallboard(wallboard?.id ?? null, { ...wish, thresholds: limitsOf(typed) });
    onSaved(saved);
    if (!wallboard) go(`/wallboards?edit=${saved.id}`, "replace");
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    saving.save(save);
  }
  return (
    <form className={styles.form} onSubmit={submit} data-testid="wallboard">
      <TextInput
        label={t("wallboards.name")}
        required
        withAsterisk={false}
        maxLength={200}
        value={wish.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Several
        words={t("wallboards.queues")}
        choices={choices.queues}
        chosen={wish.queue_ids}
        onChange={(ids) => change({ queue_ids: ids })}
      />
      <Several
        words={t("wallboards.portals")}
        choices={choices.standard_portals}
        chosen={wish.portal_ids}
        onChange={(ids) => change({ portal_ids: ids })}
      />
      <LimitFields
        typed={typed}
        onChange={(next) => {
          setTyped(next);
          saving.edited();
        }}
      />
      <Switch
        label={t("wallboards.sound")}
        checked={wish.sound}
        onChange={(event) => change({ sound: event.currentTarget.checked })}
      />
      <SavingLine saving={saving} words={t("form.save")} />
    </form>
  );
}
