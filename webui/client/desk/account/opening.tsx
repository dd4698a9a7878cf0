import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { wordsFor } from "../../shared/words_for.ts";
import { account, loadMe } from "./account.ts";
import styles from "./sign_in.module.css";

/** What is seen until the server has said who is signed in. */
export function Opening() {
  const { t } = useTranslation();
  const problem = useStore(account, (state) => state.problem);
  return (
    <main className={styles.page}>
      {problem ? (
        <div className={styles.card} role="alert">
          <p>{wordsFor(problem)}</p>
          <Button onClick={() => void loadMe()}>{t("try_again")}</Button>
        </div>
      ) : (
        <Loader role="status" size="sm" aria-label={t("opening")} />
      )}
    </main>
  );
}
