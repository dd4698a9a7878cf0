import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { OfferRow, RequestRow } from "../../generated/messages.ts";
import { useHeightVariable } from "../layout/height_variable.ts";
import { useHeldRows } from "../list/held_rows.ts";
import { ringingOffers } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";
import { AlertCard } from "./alert_card.tsx";
import styles from "./alerts.module.css";

/** This many cards are shown in full; the others are counted, and stand in the list. */
const SHOWN = 3;
/** Where there is no column for the cards: list and conversation make room for them, so they must be few. */
const NARROW = "(max-width: 1099px)";
const SHOWN_NARROW = 1;

interface Alert {
  /** The request's: a reminder takes its alert's place. */
  id: string;
  request: RequestRow;
  offer: OfferRow | undefined;
}

function useAlerts(): Alert[] {
  const offers = useDesk((desk) => desk.server.offers);
  const requests = useDesk((desk) => desk.server.requests);
  const answered = useDesk((desk) => desk.answered);
  const reopened = useDesk((desk) => desk.reopened);
  return useMemo(() => {
    const ringing = ringingOffers(offers, answered);
    const alerts: Alert[] = ringing.map((offer) => ({
      id: offer.request.id,
      request: requests[offer.request.id] ?? offer.request,
      offer,
    }));
    const chosen = reopened === null ? undefined : requests[reopened];
    if (!chosen) return alerts;
    const offer = ringing.find((each) => each.request.id === reopened);
    // What the agent asked for stands first.
    return [{ id: chosen.id, request: chosen, offer }, ...alerts.filter((alert) => alert.id !== reopened)];
  }, [offers, requests, answered, reopened]);
}

/**
 * The alerts at the lower right, oldest first from the corner: a new one arrives at the far edge, and while the
 * pointer is over them none moves, so that a click meant for one customer never answers another.
 */
export function AlertStack() {
  const { t } = useTranslation();
  const alerts = useAlerts();
  const held = useHeldRows(alerts);
  const box = useHeightVariable("--alerts-height");
  const shown = useMediaQuery(NARROW, false, { getInitialValueInEffect: false }) ? SHOWN_NARROW : SHOWN;
  const cards = held.rows;
  const more = cards.slice(shown).filter((card) => !card.gone).length;
  return (
    <section ref={box} className={styles.stack} aria-label={t("alert.region")} {...held.hold}>
      {cards.slice(0, shown).map(({ row, gone }) => (
        <AlertCard key={row.id} request={row.request} offer={row.offer} gone={gone} />
      ))}
      {more > 0 && <p className={styles.more}>{t("alert.more", { count: more })}</p>}
    </section>
  );
}
