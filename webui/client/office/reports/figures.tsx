import { UnstyledButton } from "@mantine/core";
import IconInfoCircle from "@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs";
import { useTranslation } from "react-i18next";
import { Definition, definitionOf } from "./definition.tsx";
import styles from "./report.module.css";
import type { Figure } from "./result.ts";
import { shown } from "./values.ts";

function Name({ of }: { of: string }) {
  const { t } = useTranslation("office");
  const words = t(`column.${of}`);
  if (!definitionOf(of)) return words;
  return (
    <Definition of={of}>
      <UnstyledButton className={styles.figureName}>
        {words}
        <IconInfoCircle size={14} stroke={1.7} aria-hidden="true" />
      </UnstyledButton>
    </Definition>
  );
}

/** The key figures of a report, each with its definition and what qualifies it. */
export function Figures({ figures, zone }: { figures: readonly Figure[]; zone: string }) {
  const { t } = useTranslation("office");
  return (
    <dl className={styles.figures} aria-label={t("result.figures")}>
      {figures.map((figure) => (
        <div key={figure.key} className={styles.figure} data-figure={figure.key}>
          <dt>
            <Name of={figure.key} />
          </dt>
          <dd>
            <span className={`figures ${styles.figureValue}`}>{shown(figure.value, figure, zone)}</span>
            {figure.note && <span className={styles.figureNote}>{t(`code.note.${figure.note}`)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
