import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FormAnswer, ParticipantRow, RequestRow, SessionRow } from "../../generated/messages.ts";
import { clockText } from "../../shared/durations.ts";
import { dayAndTime, languageName, timeOfDay } from "../layout/moment.ts";
import styles from "./session.module.css";
import { systemWords } from "./user_agent.ts";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === "" || children === null) return null;
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An address as a link when it is one of the web's; anything else stays text. */
function Address({ address }: { address: string }) {
  if (!/^https?:\/\//.test(address)) return address;
  return (
    <a href={address} target="_blank" rel="noreferrer noopener">
      {address}
    </a>
  );
}

function Participant({ participant }: { participant: ParticipantRow }) {
  const { t } = useTranslation();
  const marks = [
    t(`participant.${participant.kind}`),
    participant.controlling ? t("participant.controlling") : null,
    participant.hidden ? t("participant.hidden") : null,
    participant.left_at ? t("participant.left", { time: timeOfDay(participant.left_at) }) : null,
  ];
  return (
    <li>
      <span className="truncate" title={participant.name}>
        {participant.name}
      </span>
      <span className={styles.soft}>{marks.filter(Boolean).join(" · ")}</span>
    </li>
  );
}

/** What the customer filled in, under the company's own words. */
function Answers({ answers }: { answers: FormAnswer[] }) {
  return answers.map((answer) => (
    <Fact key={answer.name} label={answer.label}>
      {answer.value}
    </Fact>
  ));
}

/** What is known of the customer's request: where it came from and what they told. */
function RequestFacts({ request }: { request: RequestRow }) {
  const { t } = useTranslation();
  return (
    <>
      <Fact label={t("details.portal")}>{request.portal_name}</Fact>
      <Fact label={t("details.queue")}>{request.queue_name}</Fact>
      <Fact label={t("details.posted")}>{dayAndTime(request.posted_at)}</Fact>
      <Fact label={t("details.language")}>{languageName(request.language)}</Fact>
      <Answers answers={request.answers} />
      <Fact label={t("details.page")}>{request.page_url && <Address address={request.page_url} />}</Fact>
      <Fact label={t("details.referrer")}>{request.referrer && <Address address={request.referrer} />}</Fact>
      <Fact label={t("details.system")}>
        {request.user_agent && <span title={request.user_agent}>{systemWords(request.user_agent)}</span>}
      </Fact>
    </>
  );
}

/** Everything that is known of a session. */
export function Details({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const { request } = session;
  return (
    <div className={styles.pane}>
      <dl className={styles.facts}>
        <Fact label={t("details.name")}>{request.customer_name}</Fact>
        <Fact label={t("details.number")}>
          <span className="figures">{session.number}</span>
        </Fact>
        <Fact label={t("details.wait")}>
          <span className="figures">{clockText(session.began_at - request.posted_at)}</span>
        </Fact>
        <RequestFacts request={request} />
        <Fact label={t("details.began")}>{dayAndTime(session.began_at)}</Fact>
        <Fact label={t("details.ended")}>{session.ended_at && dayAndTime(session.ended_at)}</Fact>
        <Fact label={t("details.ticket")}>{session.ticket}</Fact>
        <Answers answers={session.post_answers} />
      </dl>
      <h3 className={styles.subheading}>{t("details.participants")}</h3>
      <ul className={styles.participants}>
        {session.participants.map((participant) => (
          <Participant key={participant.id} participant={participant} />
        ))}
      </ul>
    </div>
  );
}
