import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import IconMoon from "@tabler/icons-react/dist/esm/icons/IconMoon.mjs";
import IconSun from "@tabler/icons-react/dist/esm/icons/IconSun.mjs";
import { useTranslation } from "react-i18next";
import { keepPreference } from "../account/account.ts";

/** Changes between light and dark; until it is used, the page follows the system. */
export function ThemeButton() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme("light");
  const other = shown === "dark" ? "light" : "dark";
  const name = t(`theme.${other}`);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--g-text)"
      size="md"
      aria-label={name}
      title={name}
      onClick={() => {
        setColorScheme(other);
        void keepPreference({ theme: other });
      }}
    >
      {other === "dark" ? <IconMoon size={18} /> : <IconSun size={18} />}
    </ActionIcon>
  );
}
