import { Menu } from "@mantine/core";
import IconLanguage from "@tabler/icons-react/dist/esm/icons/IconLanguage.mjs";
import IconSunMoon from "@tabler/icons-react/dist/esm/icons/IconSunMoon.mjs";
import { chooseLanguage } from "../account/account.ts";
import { useOtherLanguage } from "./language_button.tsx";
import { useOtherTheme } from "./theme_button.tsx";
import styles from "./top_bar.module.css";

/** Language and theme, where the bar has no room for them. */
export function NarrowChoices() {
  const language = useOtherLanguage();
  const theme = useOtherTheme();
  return (
    <>
      <Menu.Item
        className={styles.narrowOnly}
        lang={language.other}
        leftSection={<IconLanguage size={16} />}
        onClick={() => void chooseLanguage(language.other)}
      >
        {language.name}
      </Menu.Item>
      <Menu.Item className={styles.narrowOnly} leftSection={<IconSunMoon size={16} />} onClick={theme.change}>
        {theme.name}
      </Menu.Item>
    </>
  );
}
