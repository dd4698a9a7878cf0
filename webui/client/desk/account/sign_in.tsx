import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { LanguageButton } from "../bar/language_button.tsx";
import { ThemeButton } from "../bar/theme_button.tsx";
import { Brand } from "../layout/brand.tsx";
import { account, signIn } from "./account.ts";
import styles from "./sign_in.module.css";

function useSigningIn() {
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (asking) return;
    const form = new FormData(event.currentTarget);
    setAsking(true);
    try {
      await signIn(String(form.get("login")).trim(), String(form.get("password")));
    } catch (thrown) {
      setRefusal(asProblem(thrown));
      setAsking(false);
    }
  }
  return { asking, refusal, submit };
}

/** The page where agents sign in. */
export function SignIn() {
  const { t } = useTranslation();
  const why = useStore(account, (state) => state.problem);
  const { asking, refusal, submit } = useSigningIn();
  const problem = refusal ?? why;
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <Brand />
        <h1 id="sign-in-title" className={styles.title}>
          {t("sign_in.title")}
        </h1>
        <TextInput
          name="login"
          label={t("sign_in.login")}
          size="md"
          required
          withAsterisk={false}
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordInput
          name="password"
          label={t("sign_in.password")}
          size="md"
          required
          withAsterisk={false}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("sign_in.show_password") }}
        />
        <div className={styles.problem} role="alert">
          {problem && (
            <Alert color="red" variant="light" p="sm">
              {wordsFor(problem)}
            </Alert>
          )}
        </div>
        <Button type="submit" size="md" fullWidth loading={asking}>
          {t("sign_in.submit")}
        </Button>
      </form>
      <footer className={styles.footer}>
        <LanguageButton />
        <ThemeButton />
      </footer>
    </main>
  );
}
