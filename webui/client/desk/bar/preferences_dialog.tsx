import { Button, Checkbox, Modal, Slider, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { playSound } from "../../shared/sounds.ts";
import { askForNotices, mayAskForNotices } from "../state/alert_notice.ts";
import { AREAS, COLUMNS, preferences, setVolume, toggleArea, toggleColumn } from "../state/preferences.ts";
import styles from "./top_bar.module.css";

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

/** What the agent chooses for this machine: sounds, notifications, what the list shows. */
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
        <Notices />
        <Areas />
        <Columns />
      </Stack>
    </Modal>
  );
}
