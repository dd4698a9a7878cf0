import { Avatar, Menu, Slider, UnstyledButton } from "@mantine/core";
import IconBell from "@tabler/icons-react/dist/esm/icons/IconBell.mjs";
import IconKeyboard from "@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs";
import IconLogout from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
import IconVolume from "@tabler/icons-react/dist/esm/icons/IconVolume.mjs";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { playSound } from "../../shared/sounds.ts";
import { type Me, signOut } from "../account/account.ts";
import { openHelp } from "../keyboard/help.tsx";
import { askForNotices, mayAskForNotices } from "../state/alert_notice.ts";
import { AREAS, COLUMNS, preferences, setVolume, toggleArea, toggleColumn } from "../state/preferences.ts";
import styles from "./top_bar.module.css";

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

interface TickProps {
  words: string;
  ticked: boolean;
  onClick: () => void;
}

function Tick({ words, ticked, onClick }: TickProps) {
  return (
    <Menu.Item
      role="menuitemcheckbox"
      aria-checked={ticked}
      closeMenuOnClick={false}
      rightSection={ticked ? "✓" : null}
      onClick={onClick}
    >
      {words}
    </Menu.Item>
  );
}

function ViewChoices() {
  const { t } = useTranslation();
  const { hiddenAreas, hiddenColumns } = useStore(preferences);
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>{t("menu.view")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <Menu.Label>{t("menu.areas")}</Menu.Label>
        {AREAS.map((area) => (
          <Tick
            key={area}
            words={t(`area.${area}`)}
            ticked={!hiddenAreas.includes(area)}
            onClick={() => toggleArea(area)}
          />
        ))}
        <Menu.Label>{t("menu.columns")}</Menu.Label>
        {COLUMNS.map((column) => (
          <Tick
            key={column}
            words={t(`column.${column}`)}
            ticked={!hiddenColumns.includes(column)}
            onClick={() => toggleColumn(column)}
          />
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

function Volume() {
  const { t } = useTranslation();
  const volume = useStore(preferences, (chosen) => chosen.volume);
  return (
    <div className={styles.volume}>
      <Slider
        size="sm"
        min={0}
        max={1}
        step={0.05}
        value={volume}
        label={null}
        thumbLabel={t("menu.volume")}
        onChange={setVolume}
        onChangeEnd={(value) => playSound("new", value)}
      />
    </div>
  );
}

/** Who is signed in, and what belongs to them. */
export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton aria-label={t("menu.account", { name: me.name })} title={me.name}>
          <Avatar size={32} color="accent" className={styles.initials}>
            {initials(me.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.identity}>
          <p className="truncate" title={me.name}>
            {me.name}
          </p>
          <p className={`truncate ${styles.soft}`}>
            {me.company.name} · {t(`role.${me.role}`)}
          </p>
        </div>
        <Menu.Divider />
        <Menu.Label>
          <IconVolume size={14} aria-hidden="true" /> {t("menu.volume")}
        </Menu.Label>
        <Volume />
        {mayAskForNotices() && (
          <Menu.Item leftSection={<IconBell size={16} />} onClick={() => void askForNotices()}>
            {t("menu.notices")}
          </Menu.Item>
        )}
        <ViewChoices />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openHelp}>
          {t("menu.help")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t("menu.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
