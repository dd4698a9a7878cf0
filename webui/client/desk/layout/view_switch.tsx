import { useMediaQuery } from "@mantine/hooks";
import IconInfoCircle from "@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs";
import IconList from "@tabler/icons-react/dist/esm/icons/IconList.mjs";
import IconMessage from "@tabler/icons-react/dist/esm/icons/IconMessage.mjs";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { incomingRequests } from "../state/choices.ts";
import { deskStore, useDesk, type View } from "../state/desk_store.ts";
import { preferences } from "../state/preferences.ts";
import styles from "./desk.module.css";
import { useView } from "./view.ts";

const VIEWS = [
  ["list", IconList],
  ["conversation", IconMessage],
  ["details", IconInfoCircle],
] as const;

/** In a narrow window: which part is shown. */
export function ViewSwitch() {
  const { t } = useTranslation();
  const chosen = useView();
  const hidden = useStore(preferences, ({ hiddenAreas }) => hiddenAreas);
  // With two columns the list is always there, and the conversation beside it unless the details are.
  const two = useMediaQuery("(min-width: 720px)");
  const view = two && chosen === "list" ? "conversation" : chosen;
  const waiting = useDesk((desk) => incomingRequests(desk.server.requests).length);
  return (
    <nav className={styles.views} aria-label={t("view.label")}>
      {VIEWS.filter(([name]) => name !== "details" || !hidden.includes(name)).map(([name, Icon]) => (
        <button
          key={name}
          type="button"
          className={styles.viewButton}
          data-view={name}
          aria-current={view === name || undefined}
          onClick={() => deskStore.setState({ view: name satisfies View })}
        >
          <Icon size={18} aria-hidden="true" />
          {t(`view.${name}`)}
          {name === "list" && waiting > 0 && <span className={`figures ${styles.viewCount}`}>{waiting}</span>}
        </button>
      ))}
    </nav>
  );
}
