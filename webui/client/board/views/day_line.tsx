import { useTranslation } from "react-i18next";
import type { Board } from "../../generated/messages.ts";
import { dayLine, stepPath } from "../day_line.ts";
import type { Figure } from "../figures.ts";
import { figureText, timeText } from "../format.ts";
import { languageNow } from "../words.ts";

/** The day so far in a small drawing, and its extreme in words. */
export function DayLine({ figure, board }: { figure: Figure; board: Board }) {
  const { t } = useTranslation();
  const language = languageNow();
  const { name } = figure;
  const line = dayLine(board, figure);
  const time = (at: number) => timeText(at, board.zone, language);
  const peak =
    line.peak === null || (line.peak.value === 0 && name !== "service_level")
      ? t("no_peak")
      : t(name === "service_level" ? "lowest" : "peak", {
          value: figureText(name, line.peak.value, language),
          time: time(line.peak.at),
        });
  const label = t("line_label", { figure: t(`figure.${name}`), from: time(line.from), peak });
  return (
    <figure className="day-line">
      <svg viewBox={`0 0 ${line.width} 1`} preserveAspectRatio="none" role="img" aria-label={label}>
        <path d={stepPath(line)} />
      </svg>
      <figcaption aria-hidden="true">{peak}</figcaption>
    </figure>
  );
}
