import { Button, Checkbox, Group, Modal, Radio, Slider, Stack, useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { playSound } from "../../shared/sounds.ts";
import { keepPreference, type Theme } from "../account/account.ts";
import { askForNotices, mayAskForNotices } from "../state/alert_notice.ts";
import { AREAS, COLUMNS, preferences, setVolume, toggleArea, toggleColumn } from "../state/preferences.ts";
import styles from "./top_bar.module.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

function Volume() {
  const { t } = useTranslation();
  const volume = useStore(preferences, (chosen) => chosen.volume);
  return (
    <fieldset className={styles.choices}>
      <legend>{t("menu.volume")}</legend>
      <Slider
        min={0}
        max={1}
        step={0.05}
        value={volume}
        label={null}
        thumbLabel={t("menu.volume")}
        onChange={setVolume}
        onChangeEnd={(value) => playSound("new", value)}
      />
    </fieldset>
  );
}

function ThemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  function choose(theme: Theme): void {
    setColorScheme(theme === "system" ? "auto" : theme);
    void keepPreference({ theme });
  }
  return (
    <Radio.Group
      label={t("menu.theme")}
      value={colorScheme === "auto" ? "system" : colorScheme}
      onChange={(value) => choose(value as Theme)}
    >
      <Group gap="lg" mt="xs">
        {THEMES.map((theme) => (
          <Radio key={theme} value={theme} label={t(`theme.${theme}`)} />
        ))}
      </Group>
    </Radio.Group>
  );
}

function Areas() {
  const { t } = useTranslation();
  const hidden = useStore(preferences, (chosen) => chosen.hiddenAreas);
  return (
    <fieldset className={styles.choices}>
      <legend>{t("menu.areas")}</legend>
      {AREAS.map((area) => (
        <Checkbox
          key={area}
          label={t(`area.${area}`)}
          checked={!hidden.includes(area)}
          onChange={() => toggleArea(area)}
        />
      ))}
    </fieldset>
  );
}

function Columns() {
  const { t } = useTranslation();
  const hidden = useStore(preferences, (chosen) => chosen.hiddenColumns);
  return (
    <fieldset className={styles.choices}>
      <legend>{t("menu.columns")}</legend>
      {COLUMNS.map((column) => (
        <Checkbox
          key={column}
          label={t(`column.${column}`)}
          checked={!hidden.includes(column)}
          onChange={() => toggleColumn(column)}
        />
      ))}
    </fieldset>
  );
}

function Notices() {
  const { t } = useTranslation();
  const [askable, setAskable] = useState(mayAskForNotices);
  if (!askable) return null;
  return (
    <Button
      variant="default"
      onClick={() => void askForNotices().finally(() => setAskable(mayAskForNotices()))}
    >
      {t("menu.notices")}
    </Button>
  );
}

interface PreferencesDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** What the agent chooses: sounds, notifications and what the list shows for this machine, the theme for all. */
export function PreferencesDialog({ opened, onClose }: PreferencesDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("menu.preferences")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack gap="lg">
        <Volume />
        <ThemeChoice />
        <Notices />
        <Areas />
        <Columns />
      </Stack>
    </Modal>
  );
}
