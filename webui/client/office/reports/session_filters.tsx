import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import IconSortAscending from "@tabler/icons-react/dist/esm/icons/IconSortAscending.mjs";
import IconSortDescending from "@tabler/icons-react/dist/esm/icons/IconSortDescending.mjs";
import { useTranslation } from "react-i18next";
import type { FilterProps } from "./filter_bar.tsx";
import { FilterMenu } from "./filter_menu.tsx";
import { SORTS, TEXT_FIELDS } from "./kinds.ts";
import styles from "./report.module.css";

const LONGEST_TEXT = 200;

function Sort({ parameters, onChange }: FilterProps) {
  const { t } = useTranslation("office");
  const down = parameters.descending ?? false;
  const direction = t(down ? "filter.descending" : "filter.ascending");
  return (
    <div className={styles.sort}>
      <NativeSelect
        size="sm"
        label={t("filter.sort")}
        value={parameters.sort ?? "requested_at"}
        onChange={(event) => onChange({ sort: event.currentTarget.value })}
        data={SORTS.map((value) => ({ value, label: t(`column.${value}`) }))}
      />
      <ActionIcon
        variant="default"
        size={36}
        title={direction}
        aria-label={direction}
        onClick={() => onChange({ descending: !down })}
      >
        {down ? <IconSortDescending size={18} /> : <IconSortAscending size={18} />}
      </ActionIcon>
    </div>
  );
}

/** What the session query asks besides: text, where it is looked for, and the order. */
export function SessionFilters({ parameters, onChange }: FilterProps) {
  const { t } = useTranslation("office");
  const fields = TEXT_FIELDS.map((id) => ({ id, name: t(`column.${id}`) }));
  return (
    <>
      <TextInput
        type="search"
        size="sm"
        className={styles.search}
        label={t("filter.text")}
        placeholder={t("filter.text_placeholder")}
        maxLength={LONGEST_TEXT}
        value={parameters.text ?? ""}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <FilterMenu
        name="fields"
        choices={fields}
        chosen={parameters.fields ?? []}
        onChange={(chosen) => onChange({ fields: chosen })}
      />
      <Sort parameters={parameters} onChange={onChange} />
    </>
  );
}
