import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { boardStore } from "../board_store.ts";
import { ageText } from "../format.ts";
import { useRunningClock } from "../now.ts";
import { languageNow } from "../words.ts";

/** Figures older than this are not to be relied on, in ms. */
const STALE = 5_000;

/** How long ago the figures were known to be right; red when that is too long. */
export function Freshness() {
  const { t } = useTranslation();
  const heardAt = useStore(boardStore, (shown) => shown.heardAt);
  const now = useRunningClock();
  const age = heardAt === null ? 0 : Math.max(0, now - heardAt);
  const stale = age > STALE;
  const { unit, text } = ageText(age, languageNow());
  return (
    <p className={stale ? "freshness stale" : "freshness"} data-testid="freshness">
      {stale && <span aria-hidden="true">⚠ </span>}
      <span aria-hidden={!stale}>{t(`updated.${unit}`, { text })}</span>
      <span role="status" className="visually-hidden">
        {stale ? t("stale") : ""}
      </span>
    </p>
  );
}
