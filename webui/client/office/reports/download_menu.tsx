import { Button, Loader, Menu } from "@mantine/core";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "../../desk/state/announcer.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { type FileFormat, fileAddress, type Taking, useTaking } from "./files.ts";
import styles from "./report.module.css";
import { useLongWait } from "./run_state.tsx";

const MADE_WHEN_WANTED = ["xlsx", "parquet"] as const;

function FormatWords({ format }: { format: FileFormat }) {
  const { t } = useTranslation("office");
  return (
    <>
      {t(`download.${format}`)} <span className={styles.formatFor}>{t(`download.${format}_for`)}</span>
    </>
  );
}

/** That a file is being made, or why there is none. */
function TakingState({ format, waiting, problem }: Taking) {
  const { t } = useTranslation("office");
  const long = useLongWait(waiting);
  if (problem && !(format && problem.passing))
    return (
      <p className={styles.noFile} role="alert">
        {wordsFor(problem)}
      </p>
    );
  const words = format ? [t("download.making", { format: t(`download.${format}`) })] : [];
  if (long) words.push(t("run.long_wait"));
  return (
    <p className={styles.fileState} role="status">
      {words.join(" ")}
    </p>
  );
}

/** All rows of a report as a file, in the format one likes. */
export function DownloadMenu({ runId }: { runId: string }) {
  const { t } = useTranslation("office");
  const saved = useCallback(
    (format: FileFormat) => announce(t("download.ready", { format: t(`download.${format}`) })),
    [t],
  );
  const { take, ...taking } = useTaking(runId, saved);
  return (
    <>
      <TakingState {...taking} />
      <Menu position="bottom-end" withInitialFocusPlaceholder={false} withinPortal={false}>
        <Menu.Target>
          <Button
            variant="default"
            size="sm"
            leftSection={taking.format ? <Loader size={16} /> : <IconDownload size={16} />}
            rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          >
            {t("download.title")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={fileAddress(runId, "csv")} download>
            <FormatWords format="csv" />
          </Menu.Item>
          {MADE_WHEN_WANTED.map((format) => (
            <Menu.Item key={format} onClick={() => take(format)}>
              <FormatWords format={format} />
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
