import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { OfferRow, RequestRow } from "../../generated/messages.ts";
import { ringingOffers } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";
import { AlertCard } from "./alert_card.tsx";
import styles from "./alerts.module.css";

/** This many cards are shown in full; the others are counted, and stand in the list. */
const SHOWN = 3;

interface Alert {
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
      request: requests[offer.request.id] ?? offer.request,
      offer,
    }));
    const chosen = reopened === null ? undefined : requests[reopened];
    if (!chosen) return alerts;
    const others = alerts.filter((alert) => alert.request.id !== reopened);
    const offer = ringing.find((each) => each.request.id === reopened);
    // What the agent asked for stands first.
    return [{ request: chosen, offer }, ...others];
  }, [offers, requests, answered, reopened]);
}

/** The alerts at the lower right: the oldest stands on top. */
export function AlertStack() {
  const { t } = useTranslation();
  const alerts = useAlerts();
  const more = alerts.length - SHOWN;
  return (
    <section className={styles.stack} aria-label={t("alert.region")}>
      {alerts.slice(0, SHOWN).map(({ request, offer }) => (
        <AlertCard key={request.id} request={request} offer={offer} />
      ))}
      {more > 0 && <p className={styles.more}>{t("alert.more", { count: more })}</p>}
    </section>
  );
}
