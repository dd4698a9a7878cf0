import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import styles from "./help.module.css";

const help = createStore<{ open: boolean }>(() => ({ open: false }));

export function openHelp(): void {
  help.setState({ open: true });
}

const SHORTCUTS: readonly (readonly [string, readonly string[]])[] = [
  ["answer_oldest", ["Alt", "Y"]],
  ["decline_oldest", ["Alt", "N"]],
  ["answer_shown", ["Enter"]],
  ["decline_shown", ["Esc"]],
  ["message", ["Alt", "M"]],
  ["list", ["Alt", "L"]],
  ["tab", ["Alt", "1…9"]],
  ["end", ["Alt", "E"]],
  ["availability", ["Alt", "U"]],
  ["send", ["Enter"]],
  ["new_line", ["Shift", "Enter"]],
  ["rows", ["↑", "↓"]],
  ["help", ["?"]],
];

/** The list of shortcuts. */
export function Help() {
  const { t } = useTranslation();
  const open = useStore(help, (state) => state.open);
  return (
    <Modal
      opened={open}
      onClose={() => help.setState({ open: false })}
      title={t("menu.help")}
      closeButtonProps={{ "aria-label": t("close") }}
      centered
    >
      <dl className={styles.shortcuts}>
        {SHORTCUTS.map(([name, keys]) => (
          <div key={name}>
            <dt>{t(`shortcut.${name}`)}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{t(`key.${key}`, key)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
