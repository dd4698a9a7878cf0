import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "../account/sign_in.module.css";

function BrokenWords() {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <div className={styles.card} role="alert">
        <p>{t("broken")}</p>
        <Button onClick={() => window.location.reload()}>{t("reload")}</Button>
      </div>
    </main>
  );
}

/** Words instead of an empty page when a part of the desk cannot be drawn; nothing is lost by loading anew. */
export class Broken extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenWords /> : this.props.children;
  }
}
