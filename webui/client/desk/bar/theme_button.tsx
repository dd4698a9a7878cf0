import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import IconMoon from "@tabler/icons-react/dist/esm/icons/IconMoon.mjs";
import IconSun from "@tabler/icons-react/dist/esm/icons/IconSun.mjs";
import { useTranslation } from "react-i18next";
import { keepPreference } from "../account/account.ts";

/** The theme that is not shown now, its name, and how to change to it. */
export function useOtherTheme(): { other: "light" | "dark"; name: string; change: () => void } {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme("light") === "dark" ? "light" : "dark";
  function change(): void {
    setColorScheme(other);
    void keepPreference({ theme: other });
  }
  return { other, name: t(`theme.${other}`), change };
}

/** Changes between light and dark; until it is used, the page follows the system. */
export function ThemeButton() {
  const { other, name, change } = useOtherTheme();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--g-text)"
      size="md"
      aria-label={name}
      title={name}
      onClick={change}
    >
      {other === "dark" ? <IconMoon size={18} /> : <IconSun size={18} />}
    </ActionIcon>
  );
}
