import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { endWrapUp } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import { Countdown } from "./clock.tsx";
import styles from "./desk.module.css";
import { useHeightVariable } from "./height_variable.ts";

/** The time after a session in which nothing is offered, and how to end it early. */
export function WrapUpBar() {
  const { t } = useTranslation();
  const agent = useDesk((desk) => desk.server.agent);
  const [asking, setAsking] = useState(false);
  const box = useHeightVariable("--wrap-up-height");
  if (agent?.state !== "wrap_up") return null;
  async function end(): Promise<void> {
    setAsking(true);
    await endWrapUp();
    setAsking(false);
  }
  return (
    <section ref={box} className={styles.wrapUp} aria-label={t("state.wrap_up")}>
      <span>{t("wrap_up.words")}</span>
      {agent.wrap_up_until !== null && <Countdown until={agent.wrap_up_until} />}
      <Button size="compact-sm" loading={asking} onClick={() => void end()}>
        {t("wrap_up.ready")}
      </Button>
    </section>
  );
}
