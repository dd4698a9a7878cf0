import { Avatar, Menu, UnstyledButton } from "@mantine/core";
import IconHeadset from "@tabler/icons-react/dist/esm/icons/IconHeadset.mjs";
import IconLogout from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
import { useTranslation } from "react-i18next";
import { type Me, signOut } from "../../desk/account/account.ts";
import { hasDesk } from "../../desk/account/roles.ts";
import { initials } from "../../desk/bar/initials.ts";
import { LanguageButton } from "../../desk/bar/language_button.tsx";
import { NarrowChoices } from "../../desk/bar/narrow_choices.tsx";
import { ThemeButton } from "../../desk/bar/theme_button.tsx";
import styles from "../../desk/bar/top_bar.module.css";
import { Brand } from "../../desk/layout/brand.tsx";
import { announce } from "../../desk/state/announcer.ts";
import { asProblem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";

function leave(): void {
  signOut().catch((thrown: unknown) => announce(wordsFor(asProblem(thrown)), "assertive"));
}

function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={260} withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton title={me.name}>
          <Avatar size={32} color="accent" className={styles.initials} aria-hidden="true">
            {initials(me.name)}
          </Avatar>
          <span className="visually-hidden">{t("menu.account", { name: me.name })}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={styles.identity}>
          <span className={`truncate ${styles.name}`} title={me.name}>
            {me.name}
          </span>
          <span className="truncate">
            {me.company.name} · {t(`role.${me.role}`)}
          </span>
        </Menu.Label>
        <Menu.Divider />
        <NarrowChoices />
        {hasDesk(me) && (
          <Menu.Item component="a" href="/desk" leftSection={<IconHeadset size={16} />}>
            {t("office:nav.desk")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t("menu.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The line at the top, as on the desk: the product, language, theme and account. */
export function TopBar({ me }: { me: Me }) {
  return (
    <header className={styles.bar}>
      <Brand />
      <div className={styles.space} />
      <span className={styles.wideOnly}>
        <LanguageButton />
        <ThemeButton />
      </span>
      <AccountMenu me={me} />
    </header>
  );
}
