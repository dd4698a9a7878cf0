import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { wordsFor } from "../../shared/words_for.ts";
import { Link } from "../navigation/link.tsx";
import styles from "../reports/overview.module.css";
import { useSaving } from "../saving.ts";
import { removeWallboard, type Wallboard } from "./wallboard.ts";

function Row({ board, onRemoved }: { board: Wallboard; onRemoved: () => void }) {
  const { t } = useTranslation("office");
  const removing = useSaving(t("wallboards.removed"));
  function remove(): void {
    if (!window.confirm(t("wallboards.remove_sure", { name: board.name }))) return;
    removing.save(() => removeWallboard(board.id).then(onRemoved));
  }
  return (
    <tr>
      <th scope="row" className={styles.wrapping} dir="auto">
        {board.name}
      </th>
      <td className={styles.roomOnly}>
        {t("wallboards.shows", { count: board.queue_ids.length + board.portal_ids.length })}
      </td>
      <td className={styles.last}>
        <span className={styles.buttons}>
          <Button component="a" href={`/wallboards/${board.id}`} size="compact-sm">
            {t("wallboards.open")}
          </Button>
          <Button component={Link} href={`/wallboards?edit=${board.id}`} size="compact-sm" variant="default">
            {t("wallboards.change")}
          </Button>
          <Button size="compact-sm" variant="default" loading={removing.busy} onClick={remove}>
            {t("wallboards.remove")}
          </Button>
        </span>
        {removing.problem && <span role="alert">{wordsFor(removing.problem)}</span>}
      </td>
    </tr>
  );
}

/** All wallboards of the company. */
export function WallboardList({
  boards,
  onRemoved,
}: {
  boards: readonly Wallboard[];
  onRemoved: () => void;
}) {
  const { t } = useTranslation("office");
  if (boards.length === 0) return <p className={styles.empty}>{t("wallboards.none")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} aria-label={t("nav.wallboards")} tabIndex={0}>
      <table className={styles.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t("wallboards.name")}</th>
            <th scope="col" className={styles.roomOnly}>
              {t("wallboards.queues")}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {boards.map((board) => (
            <Row key={board.id} board={board} onRemoved={onRemoved} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
