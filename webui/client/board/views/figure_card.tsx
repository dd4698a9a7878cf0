import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Board } from "../../generated/messages.ts";
import type { Figure, FigureName } from "../figures.ts";
import { fittingSize } from "../fitting.ts";
import { countText, figureText } from "../format.ts";
import { languageNow } from "../words.ts";
import { DayLine } from "./day_line.tsx";

/** How the service level is reckoned stands beside it: the variants give different figures. */
function ServiceLevelNote({ board }: { board: Board }) {
  const { t } = useTranslation();
  const within = board.service_level_within;
  const parts = [t("today"), t(`variant.${board.service_level_variant}`)];
  if (within !== null) parts.splice(1, 0, t("within", { seconds: within / 1_000 }));
  return <>{parts.join(", ")}</>;
}

function Note({ name, board }: { name: FigureName; board: Board }) {
  const { t } = useTranslation();
  if (name === "service_level") return <ServiceLevelNote board={board} />;
  if (name === "answered") return <>{t("offered", { text: countText(board.offered, languageNow()) })}</>;
  return null;
}

/** Its shape tells the level apart without colour: a triangle or an octagon. */
function LevelWord({ level }: { level: "attention" | "alarm" }) {
  const { t } = useTranslation();
  return (
    <p className="level">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={level === "alarm" ? "M8 2h8l6 6v8l-6 6H8l-6-6V8Z" : "M12 2 23 22H1Z"} />
      </svg>
      {t(`level.${level}`)}
    </p>
  );
}

function fitting(text: string): CSSProperties {
  return { "--fit": `${fittingSize(text)}cqw` } as CSSProperties;
}

/** One huge figure with its course over the day. */
export function FigureCard({ figure, board }: { figure: Figure; board: Board }) {
  const { t } = useTranslation();
  const { name, level } = figure;
  const text = figureText(name, figure.value, languageNow());
  return (
    <article className={`figure ${level}`} data-figure={name} data-level={level}>
      <header>
        <h2>{t(`figure.${name}`)}</h2>
        {level !== "plain" && <LevelWord level={level} />}
      </header>
      <p className="value" style={fitting(text)} data-testid={`value-${name}`}>
        {text}
      </p>
      <p className="note">
        <Note name={name} board={board} />
      </p>
      <DayLine figure={figure} board={board} />
    </article>
  );
}
