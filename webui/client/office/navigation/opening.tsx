import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { account, loadMe } from "../../desk/account/account.ts";
import styles from "../../desk/account/sign_in.module.css";
import { wordsFor } from "../wording.ts";

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
