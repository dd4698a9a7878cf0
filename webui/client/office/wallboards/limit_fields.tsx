import { NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "../form.module.css";
import { FIGURES, type LimitedFigure, type Limits, type Typed } from "./wallboard.ts";

interface LimitFieldsProps {
  typed: Typed;
  onChange: (typed: Typed) => void;
}

/** From where on each figure changes its colour; the service level is worse the lower it is. */
export function LimitFields({ typed, onChange }: LimitFieldsProps) {
  const { t } = useTranslation("office");
  function label(figure: LimitedFigure, limit: keyof Limits): string {
    return t(`wallboards.${limit}${figure === "service_level" ? "_below" : ""}`);
  }
  return (
    <fieldset className={styles.group}>
      <legend>{t("wallboards.thresholds")}</legend>
      {FIGURES.map((figure) => (
        <div key={figure} className={styles.limits}>
          <span className={styles.limitName}>{t(`wallboards.figure.${figure}`)}</span>
          {(["attention", "alarm"] as const).map((limit) => (
            <NumberInput
              key={limit}
              size="sm"
              label={label(figure, limit)}
              aria-label={`${t(`wallboards.figure.${figure}`)}: ${label(figure, limit)}`}
              min={0}
              {...(figure === "service_level" ? { max: 100 } : {})}
              value={typed[figure][limit]}
              onChange={(value) =>
                onChange({
                  ...typed,
                  [figure]: { ...typed[figure], [limit]: value === "" ? "" : Number(value) },
                })
              }
            />
          ))}
        </div>
      ))}
    </fieldset>
  );
}
