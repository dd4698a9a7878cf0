import { Button, CloseButton } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { OfferRow, RequestRow } from "../../generated/messages.ts";
import { Clock } from "../layout/clock.tsx";
import { languageName } from "../layout/moment.ts";
import { answerNo, answerYes } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import styles from "./alerts.module.css";
import { CountdownRing } from "./countdown_ring.tsx";
import { KIND_ICON } from "./kinds.tsx";

interface CardProps {
  request: RequestRow;
  /** The ringing offer; undefined when the agent opened the alert again by its row. */
  offer: OfferRow | undefined;
}

/** Answers that say something; fields left empty are not worth a line. */
function givenAnswers(request: RequestRow): RequestRow["answers"] {
  return request.answers.filter((answer) => answer.value !== "");
}

function Head({ request, offer, titleId }: CardProps & { titleId: string }) {
  const { t } = useTranslation();
  const kind = offer?.kind ?? request.kind;
  const Icon = KIND_ICON[kind];
  return (
    <div className={styles.head}>
      <Icon size={18} aria-hidden="true" />
      <h3 id={titleId} className={styles.kind}>
        {t(`kind.${kind}`)}
        {offer && offer.reminder > 0 && ` · ${t("alert.reminder")}`}
      </h3>
      <span className={styles.waited}>
        {t("alert.waits")} <Clock since={request.waiting_since} />
      </span>
      {offer ? (
        <CountdownRing from={offer.offered_at} until={offer.shown_until} />
      ) : (
        <CloseButton size="sm" aria-label={t("close")} onClick={() => void answerNo(request.id)} />
      )}
    </div>
  );
}

function Body({ request }: { request: RequestRow }) {
  return (
    <div className={styles.body}>
      <p className={styles.customer} title={request.customer_name}>
        {request.customer_name}
      </p>
      <p className={`truncate ${styles.portal}`}>
        {request.queue_name ?? request.portal_name} · {languageName(request.language)}
      </p>
      {request.question && (
        <p className={styles.question} title={request.question} dir="auto">
          {request.question}
        </p>
      )}
      {givenAnswers(request).length > 0 && (
        <dl className={styles.answers}>
          {givenAnswers(request).map((answer) => (
            <div key={answer.name} className="truncate" title={`${answer.label}: ${answer.value}`}>
              <dt>{answer.label}</dt>
              <dd>{answer.value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** One alert: who waits, for what, and Yes or No. It never takes the focus unless the agent opened it. */
export function AlertCard({ request, offer, gone }: CardProps & { gone: boolean }) {
  const { t } = useTranslation();
  const titleId = useId();
  const yes = useRef<HTMLButtonElement>(null);
  const asking = useDesk((desk) => desk.answered[offer?.id ?? request.id] === "yes");
  const full = useDesk(({ server: { agent } }) => agent !== null && agent.sessions >= agent.max_sessions);
  const openedByHand = useDesk((desk) => desk.reopened === request.id);
  useEffect(() => {
    if (openedByHand) yes.current?.focus();
  }, [openedByHand]);
  return (
    <section
      className={styles.card}
      data-kind={offer?.kind ?? request.kind}
      data-testid={gone ? "alert-gone" : "alert"}
      inert={gone}
      data-request={request.id}
      aria-labelledby={titleId}
    >
      <Head request={request} offer={offer} titleId={titleId} />
      <Body request={request} />
      {full && <p className={styles.full}>{t("alert.full")}</p>}
      <div className={styles.answer}>
        <Button ref={yes} fullWidth loading={asking} onClick={() => void answerYes(request.id)}>
          {t("alert.yes")}
        </Button>
        <Button fullWidth variant="default" disabled={asking} onClick={() => void answerNo(request.id)}>
          {t("alert.no")}
        </Button>
      </div>
    </section>
  );
}
