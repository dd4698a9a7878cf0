import { Pagination, UnstyledButton } from "@mantine/core";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowsSort from "@tabler/icons-react/dist/esm/icons/IconArrowsSort.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Definition } from "./definition.tsx";
import { SORTS } from "./kinds.ts";
import { usePrinting } from "./printing.ts";
import styles from "./report.module.css";
import type { Cell, Column, Result } from "./result.ts";
import { clicked, type Sorting, sorted } from "./sorting.ts";
import { isFigure, shown } from "./values.ts";

const ROWS_A_PAGE = 100;

interface HeaderProps {
  column: Column;
  sorting: Sorting | null;
  onSort: (sorting: Sorting) => void;
}

function Header({ column, sorting, onSort }: HeaderProps) {
  const { t } = useTranslation("office");
  const mine = sorting?.key === column.key;
  const Mark = !mine ? IconArrowsSort : sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      data-column={column.key}
      data-figure={isFigure(column.kind) || undefined}
      aria-sort={mine ? (sorting.descending ? "descending" : "ascending") : undefined}
    >
      <Definition of={column.key}>
        <UnstyledButton
          className={styles.header}
          data-sorted={mine || undefined}
          onClick={() => onSort(clicked(column, sorting))}
        >
          <span>{t(`column.${column.key}`)}</span>
          <Mark size={14} stroke={1.7} aria-hidden="true" />
        </UnstyledButton>
      </Definition>
    </th>
  );
}

function Value({ cell, column, zone }: { cell: Cell | undefined; column: Column; zone: string }) {
  const words = shown(cell, column, zone);
  if (column.kind !== "text") return words;
  return (
    <span className={styles.text} title={words.length > 24 ? words : undefined} dir="auto">
      {words}
    </span>
  );
}

function Row({ row, columns, zone }: { row: readonly Cell[]; columns: readonly Column[]; zone: string }) {
  const [first, ...others] = columns;
  if (!first) return null;
  return (
    <tr>
      <th scope="row" data-figure={isFigure(first.kind) || undefined}>
        <Value cell={row[0]} column={first} zone={zone} />
      </th>
      {others.map((column, place) => (
        <td key={column.key} data-figure={isFigure(column.kind) || undefined}>
          <Value cell={row[place + 1]} column={column} zone={zone} />
        </td>
      ))}
    </tr>
  );
}

function Total({
  total,
  columns,
  zone,
}: {
  total: readonly Cell[];
  columns: readonly Column[];
  zone: string;
}) {
  const { t } = useTranslation("office");
  return (
    <tfoot>
      <tr>
        <th scope="row">{t("result.total")}</th>
        {columns.slice(1).map((column, place) => (
          <td key={column.key} data-figure={isFigure(column.kind) || undefined}>
            {total[place + 1] === null ? "" : shown(total[place + 1], column, zone)}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

/** How the rows came: in the order that the question asked for. */
function orderAsked({ parameters }: Result): Sorting | null {
  return parameters.sort ? { key: parameters.sort, descending: parameters.descending ?? false } : null;
}

interface ResultTableProps {
  result: Result;
  caption: string;
  /** Asks for another order of all rows; without it, those that are here are put into it. */
  onOrder?: ((order: Sorting) => void) | undefined;
}

/** The rows of a report with a total that stays in sight; sorted by the headers, a page at a time when there are many. */
export function ResultTable({ result, caption, onOrder }: ResultTableProps) {
  const { t } = useTranslation("office");
  const { columns, rows, total, period } = result;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [page, setPage] = useState(1);
  const printing = usePrinting();
  const inOrder = useMemo(() => sorted(rows, columns, sorting), [rows, columns, sorting]);
  const pages = Math.ceil(rows.length / ROWS_A_PAGE);
  const now = Math.min(page, Math.max(pages, 1));
  const inSight = printing ? inOrder : inOrder.slice((now - 1) * ROWS_A_PAGE, now * ROWS_A_PAGE);
  function sortBy(next: Sorting): void {
    // Of rows that are not here, some may belong to the beginning of the new order.
    if (onOrder && result.left_out > 0 && (SORTS as readonly string[]).includes(next.key)) {
      onOrder(next);
      return;
    }
    setSorting(next);
    setPage(1);
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={styles.scroll} aria-label={caption} tabIndex={0}>
        <table className={`figures ${styles.table}`}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header
                  key={column.key}
                  column={column}
                  sorting={sorting ?? orderAsked(result)}
                  onSort={sortBy}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {inSight.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
              <Row key={place} row={row} columns={columns} zone={period.zone} />
            ))}
          </tbody>
          {total && <Total total={total} columns={columns} zone={period.zone} />}
        </table>
      </section>
      {pages > 1 && !printing && (
        <div className={styles.pages}>
          <Pagination
            total={pages}
            value={now}
            onChange={setPage}
            size="sm"
            getItemProps={(number) => ({ "aria-label": t("result.page", { number }) })}
            getControlProps={(control) => ({ "aria-label": t(`result.${control}`) })}
          />
        </div>
      )}
    </>
  );
}
