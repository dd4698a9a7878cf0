import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { chosenWords } from "./asked_words.ts";
import type { Choice } from "./choices.ts";
import styles from "./report.module.css";

/** Longer lists can be searched. */
const SEARCHED_FROM = 9;

interface FilterMenuProps {
  /** What is chosen from; has words under `filter.<name>`. */
  name: string;
  choices: readonly Choice[];
  /** Ids; none means all. */
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

function Choosing({ name, choices, chosen, onChange }: FilterMenuProps) {
  const { t } = useTranslation("office");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = choices.filter((choice) => choice.name.toLowerCase().includes(wanted));
  return (
    <div className={styles.choosing}>
      {choices.length >= SEARCHED_FROM && (
        <TextInput
          size="xs"
          aria-label={t("filter.search")}
          placeholder={t("filter.search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={t(`filter.${name}`)}>
        <div className={styles.choiceList}>
          {found.map((choice) => (
            <Checkbox key={choice.id} size="xs" value={choice.id} label={choice.name} />
          ))}
          {found.length === 0 && <p>{t("filter.nothing_found")}</p>}
        </div>
      </Checkbox.Group>
      <Button size="compact-xs" variant="subtle" disabled={chosen.length === 0} onClick={() => onChange([])}>
        {t("filter.all", { context: name })}
      </Button>
    </div>
  );
}

/** A choice of several, none of them meaning all; the button says what is chosen. */
export function FilterMenu(props: FilterMenuProps) {
  const { name, choices, chosen } = props;
  const { t } = useTranslation("office");
  const words = chosenWords(name, choices, chosen);
  return (
    <div className={styles.menu}>
      <span className={styles.label}>{t(`filter.${name}`)}</span>
      <Popover position="bottom-start" shadow="md" trapFocus returnFocus withinPortal={false}>
        <Popover.Target>
          <Button
            variant="default"
            size="sm"
            fw={400}
            className={styles.menuButton}
            rightSection={<IconChevronDown size={14} aria-hidden="true" />}
            aria-label={t("filter.chosen", { what: t(`filter.${name}`), chosen: words })}
          >
            <span className="truncate">{words}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="xs" aria-label={t(`filter.${name}`)}>
          <Choosing {...props} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
