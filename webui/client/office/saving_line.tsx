import { Alert, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { wordsFor } from "../shared/words_for.ts";
import styles from "./form.module.css";
import type { Saving } from "./saving.ts";

/** The button of a form, and how the last saving went. */
export function SavingLine({ saving, words }: { saving: Saving; words: string }) {
  const { t } = useTranslation("office");
  return (
    <>
      {saving.problem && (
        <Alert color="red" variant="light" role="alert" p="sm">
          {wordsFor(saving.problem)}
        </Alert>
      )}
      <div className={styles.line}>
        <Button type="submit" loading={saving.busy}>
          {words}
        </Button>
        {saving.saved && <span className={styles.saved}>{t("form.saved")}</span>}
      </div>
    </>
  );
}
