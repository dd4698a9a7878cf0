import { UnstyledButton } from "@mantine/core";
import IconAdjustmentsHorizontal from "@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { questionWords } from "./asked_words.ts";
import { useChoices } from "./choices.ts";
import { dayAt } from "./days.ts";
import type { ReportKind } from "./kinds.ts";
import type { Parameters } from "./parameters.ts";
import styles from "./report.module.css";

const folding = create<{ folded: boolean }>(() => ({ folded: true }));

/** Whether filters are folded where there is little room; remembered from one report to the next. */
export function useFolded(): [boolean, (folded: boolean) => void] {
  return [folding((state) => state.folded), (folded) => folding.setState({ folded })];
}

interface FilterFoldProps {
  ref: Ref<HTMLButtonElement>;
  kind: ReportKind;
  /** The question that was asked, not one that is being changed. */
  parameters: Parameters;
  folded: boolean;
  /** The id of what is folded. */
  controls: string;
  onFold: (folded: boolean) => void;
}

/** The line that a phone shows in the filters' place: what was asked, and the way to change it. */
export function FilterFold({ ref, kind, parameters, folded, controls, onFold }: FilterFoldProps) {
  const { t } = useTranslation("office");
  const choices = useChoices();
  const words = questionWords(kind, parameters, choices, dayAt(Date.now(), choices.zone));
  return (
    <UnstyledButton
      ref={ref}
      className={styles.fold}
      aria-expanded={!folded}
      aria-controls={controls}
      onClick={() => onFold(!folded)}
    >
      <IconAdjustmentsHorizontal size={18} stroke={1.7} aria-hidden="true" />
      <span className={styles.foldWords}>
        <span className="visually-hidden">{t("filter.label")} </span>
        {words}
      </span>
      <IconChevronDown size={16} aria-hidden="true" className={styles.foldMark} />
    </UnstyledButton>
  );
}
