import { Avatar, Menu, UnstyledButton } from "@mantine/core";
import IconCalendarTime from "@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs";
import IconDeviceTv from "@tabler/icons-react/dist/esm/icons/IconDeviceTv.mjs";
import IconKeyboard from "@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs";
import IconLogout from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
import IconMail from "@tabler/icons-react/dist/esm/icons/IconMail.mjs";
import IconReportAnalytics from "@tabler/icons-react/dist/esm/icons/IconReportAnalytics.mjs";
import IconSettings from "@tabler/icons-react/dist/esm/icons/IconSettings.mjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { type Me, signOut } from "../account/account.ts";
import { mayUnderstand } from "../account/roles.ts";
import { openHelp } from "../keyboard/help.tsx";
import { remark } from "../state/reactions.ts";
import { initials } from "./initials.ts";
import { NarrowChoices } from "./narrow_choices.tsx";
import { PreferencesDialog } from "./preferences_dialog.tsx";
import styles from "./top_bar.module.css";

function leave(): void {
  signOut().catch((thrown: unknown) => remark(wordsFor(asProblem(thrown)), "bad"));
}

const OFFICE = [
  { href: "/reports", words: "menu.reports", Mark: IconReportAnalytics },
  { href: "/wallboards", words: "menu.wallboards", Mark: IconDeviceTv },
  { href: "/exports", words: "menu.exports", Mark: IconCalendarTime },
  { href: "/mail", words: "menu.mail", Mark: IconMail },
] as const;

/** The pages of supervisors and above, beside the desk: each opens in a tab of its own, the desk stays. */
function OfficeLinks() {
  const { t } = useTranslation();
  return (
    <>
      {OFFICE.map(({ href, words, Mark }) => (
        <Menu.Item
          key={href}
          component="a"
          href={href}
          target="_blank"
          rel="noopener"
          leftSection={<Mark size={16} />}
        >
          {t(words)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

/** Who is signed in, and what belongs to them. */
export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
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
          {mayUnderstand(me) && <OfficeLinks />}
          <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => setChoosing(true)}>
            {t("menu.preferences")}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openHelp}>
            {t("menu.help")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
            {t("menu.sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PreferencesDialog opened={choosing} onClose={() => setChoosing(false)} />
    </>
  );
}
