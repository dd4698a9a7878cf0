import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { account } from "../../desk/account/account.ts";
import { wordsFor } from "../../shared/words_for.ts";
import type { useAsked } from "../asking.ts";
import forms from "../form.module.css";
import { Link } from "../navigation/link.tsx";
import styles from "../reports/overview.module.css";
import { dayText, momentText } from "../reports/values.ts";
import type { ExportedFile, Slot } from "./plan.ts";

function Files({ slot }: { slot: Slot }) {
  const { t } = useTranslation("office");
  if (slot.state !== "done") return "–";
  return (
    <ul className={styles.files}>
      {slot.files.map((file: ExportedFile) => (
        <li key={file.name}>
          <a href={`/api/v1/exports/${slot.id}/files/${encodeURIComponent(file.name)}`} download>
            {t(`report.${file.report}`)}
          </a>{" "}
          <span className={forms.hint}>{t("exports.rows", { count: file.rows })}</span>
        </li>
      ))}
    </ul>
  );
}

function State({ slot }: { slot: Slot }) {
  const { t, i18n } = useTranslation("office");
  const words = `office:exports.problems.${slot.problem?.code}`;
  return (
    <>
      {t(`exports.state_of.${slot.state}`)}
      {slot.mail_id && slot.mail_state && (
        <>
          {" · "}
          <Link href={`/mail#${slot.mail_id}`}>
            {t("exports.mailed", { state: t(`mail.state_of.${slot.mail_state}`) })}
          </Link>
        </>
      )}
      {slot.problem && slot.state !== "done" && (
        <div className={forms.bad} title={slot.problem.detail}>
          {i18n.exists(words) ? t(words) : t("exports.problems.other", { detail: slot.problem.detail })}
        </div>
      )}
    </>
  );
}

/** The days that were exported, newest first, with their files. */
export function Nights({ slots }: { slots: readonly Slot[] }) {
  const { t } = useTranslation("office");
  const zone = useStore(account, (state) => state.me?.company.time_zone ?? "UTC");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} aria-label={t("exports.nights")} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {["day", "state", "files", "finished"].map((column) => (
              <th key={column} scope="col">
                {t(`exports.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slots.map((slot) => (
            <tr key={slot.id} data-day={slot.day}>
              <th scope="row">{dayText(slot.day)}</th>
              <td className={styles.wrapping}>
                <State slot={slot} />
              </td>
              <td>
                <Files slot={slot} />
              </td>
              <td className="figures">{slot.finished_at ? momentText(slot.finished_at, zone) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The list of nights, or what will be in it. */
export function NightList({ asked }: { asked: ReturnType<typeof useAsked<{ slots: Slot[] }>> }) {
  const { t } = useTranslation("office");
  if (asked.problem) return <p role="alert">{wordsFor(asked.problem)}</p>;
  if (!asked.answer) return null;
  if (asked.answer.slots.length === 0) return <p className={styles.empty}>{t("exports.none")}</p>;
  return <Nights slots={asked.answer.slots} />;
}
