import { Button, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { wordsFor } from "../../shared/words_for.ts";
import styles from "../form.module.css";
import { useSaving } from "../saving.ts";
import { newKey, televisionAddress, type Wallboard } from "./wallboard.ts";

/** The address for a television, to be copied, and made anew when too many have it. */
export function Television({
  wallboard,
  onChanged,
}: {
  wallboard: Wallboard;
  onChanged: (changed: Wallboard) => void;
}) {
  const { t } = useTranslation("office");
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const renewing = useSaving(t("wallboards.renewed"));
  const address = televisionAddress(wallboard);
  function renew(): void {
    setCopied(false);
    renewing.save(async () => {
      onChanged(await newKey(wallboard.id));
    });
  }
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      // Refused, or no clipboard at all on a page without TLS: ready to be copied by hand.
      field.current?.select();
    }
  }
  if (!address) return null;
  return (
    <section className={styles.form} aria-labelledby="television-title">
      <h2 id="television-title">{t("wallboards.television")}</h2>
      <p className={styles.hint}>{t("wallboards.television_words")}</p>
      <TextInput
        ref={field}
        readOnly
        label={t("wallboards.address")}
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={styles.line}>
        <Button variant="default" onClick={() => void copy()}>
          {t(copied ? "wallboards.copied" : "wallboards.copy")}
        </Button>
        <Button variant="default" loading={renewing.busy} onClick={renew}>
          {t("wallboards.new_key")}
        </Button>
        <span className={styles.hint}>
          {t(renewing.saved ? "wallboards.renewed" : "wallboards.new_key_words")}
        </span>
      </div>
      {renewing.problem && <p role="alert">{wordsFor(renewing.problem)}</p>}
    </section>
  );
}
