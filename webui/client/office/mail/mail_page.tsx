import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { account } from "../../desk/account/account.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { useAsked } from "../asking.ts";
import forms from "../form.module.css";
import { PageHead } from "../navigation/page_head.tsx";
import tables from "../reports/overview.module.css";
import { momentText } from "../reports/values.ts";
import styles from "./mail.module.css";

/** A message, and what became of it. */
interface Message {
  id: string;
  recipients: string[];
  subject: string;
  body: string;
  attachments: string[];
  state: "queued" | "sent" | "kept" | "failed";
  problem_code: string;
  problem: string;
  created_at: number;
  finished_at: number | null;
}

function State({ message }: { message: Message }) {
  const { t, i18n } = useTranslation("office");
  const words = `office:mail.problems.${message.problem_code}`;
  return (
    <>
      {t(`mail.state_of.${message.state}`)}
      {message.problem_code && (
        <div className={forms.bad}>
          {i18n.exists(words) ? t(words) : message.problem_code}
          {message.problem && <span dir="auto"> ({message.problem})</span>}
        </div>
      )}
    </>
  );
}

function factsOf({ recipients, created_at, attachments }: Message, zone: string): [string, string][] {
  return [
    ["recipients", recipients.join(", ")],
    ["when", momentText(created_at, zone)],
    ...(attachments.length > 0 ? [["attachments", attachments.join(", ")] as [string, string]] : []),
  ];
}

interface ReadingProps {
  message: Message | null;
  zone: string;
  onClose: () => void;
}

function Reading({ message, zone, onClose }: ReadingProps) {
  const { t } = useTranslation("office");
  const facts = message ? factsOf(message, zone) : [];
  return (
    <Modal
      opened={message !== null}
      onClose={onClose}
      size="lg"
      title={message?.subject}
      closeButtonProps={{ "aria-label": t("mail.close") }}
    >
      {message && (
        <>
          {facts.map(([name, value]) => (
            <p key={name} className={forms.hint}>
              {t("labelled", { label: t(`mail.${name}`), value })}
            </p>
          ))}
          <div className={styles.body} dir="auto">
            {message.body}
          </div>
          {message.state === "kept" && (
            <Button component="a" href={`/api/v1/mail/${message.id}/eml`} download variant="default">
              {t("mail.eml")}
            </Button>
          )}
        </>
      )}
    </Modal>
  );
}

function Row({ message, zone, onRead }: { message: Message; zone: string; onRead: () => void }) {
  const { t } = useTranslation("office");
  return (
    <tr id={message.id}>
      <th scope="row" className={tables.wrapping} dir="auto">
        {message.subject}
      </th>
      <td className={`${tables.wrapping} ${tables.roomOnly}`}>{message.recipients.join(", ")}</td>
      <td className={tables.wrapping}>
        <State message={message} />
      </td>
      <td className={`figures ${tables.roomOnly}`}>{momentText(message.created_at, zone)}</td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          onClick={onRead}
          aria-label={t("labelled", { label: t("mail.open"), value: message.subject })}
        >
          {t("mail.open")}
        </Button>
      </td>
    </tr>
  );
}

/** Columns that a phone has no room for: the opened message says them. */
const OPENED: readonly string[] = ["recipients", "when"];

function Messages({ messages }: { messages: readonly Message[] }) {
  const { t } = useTranslation("office");
  const zone = useStore(account, (state) => state.me?.company.time_zone ?? "UTC");
  const [read, setRead] = useState<Message | null>(null);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={tables.scroll} aria-label={t("nav.mail")} tabIndex={0}>
        <table className={tables.table}>
          <thead>
            <tr>
              {["subject", "recipients", "state", "when"].map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={OPENED.includes(column) ? tables.roomOnly : undefined}
                >
                  {t(`mail.${column}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {messages.map((message) => (
              <Row key={message.id} message={message} zone={zone} onRead={() => setRead(message)} />
            ))}
          </tbody>
        </table>
      </section>
      <Reading message={read} zone={zone} onClose={() => setRead(null)} />
    </>
  );
}

/** The company's mail: what was sent, what is kept here, what went wrong. */
export function MailPage() {
  const { t } = useTranslation("office");
  const { answer, problem } = useAsked<{ messages: Message[] }>("/mail");
  const messages = answer?.messages ?? [];
  return (
    <>
      <PageHead title={t("nav.mail")} />
      {problem && <p role="alert">{wordsFor(problem)}</p>}
      {messages.some((message) => message.state === "kept") && (
        <p className={`${forms.hint} ${styles.above}`}>{t("mail.kept_hint")}</p>
      )}
      {answer && messages.length === 0 && <p className={tables.empty}>{t("mail.none")}</p>}
      {messages.length > 0 && <Messages messages={messages} />}
    </>
  );
}
