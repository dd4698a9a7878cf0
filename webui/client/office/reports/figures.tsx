import { UnstyledButton } from "@mantine/core";
import IconInfoCircle from "@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs";
import { useTranslation } from "react-i18next";
import { Definition, definitionOf } from "./definition.tsx";
import styles from "./report.module.css";
import type { Figure } from "./result.ts";
import { limitText, shown } from "./values.ts";

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

/** By what a service level was reckoned: the variant, the time to answer in, and what a short abandon is. */
function useReckonedBy({ note, data }: Figure): string {
  const { t } = useTranslation("office");
  const limits = (["within", "short_abandon"] as const).map((limit) => {
    const time = data?.[limit];
    if (time === undefined) return "";
    return time === null ? t(`code.${limit}_differs`) : t(`code.${limit}`, { time: limitText(time) });
  });
  return [limits[0], note && t(`code.note.${note}`), limits[1]].filter(Boolean).join(" · ");
}

function Note({ figure }: { figure: Figure }) {
  const words = useReckonedBy(figure);
  return words && <span className={styles.figureNote}>{words}</span>;
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
            <Note figure={figure} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
