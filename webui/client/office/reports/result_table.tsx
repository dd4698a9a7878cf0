import { Pagination, UnstyledButton } from "@mantine/core";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowsSort from "@tabler/icons-react/dist/esm/icons/IconArrowsSort.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import { Fragment, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Definition } from "./definition.tsx";
import { SORTS } from "./kinds.ts";
import { usePrinting } from "./printing.ts";
import styles from "./report.module.css";
import type { Cell, Column, Result } from "./result.ts";
import { clicked, type Sorting, sorted } from "./sorting.ts";
import { isFigure, shown } from "./values.ts";

const ROWS_A_PAGE = 100;
/** What people wrote: on paper it stands below its row, for no page is wide enough for such columns. */
const LONG_TEXTS: readonly string[] = ["question", "notes", "comment", "answers", "post_answers", "page_url"];
/** A part of a text that is longer than names are: it may be broken anywhere on paper. */
const UNBROKEN = /\S{18}/;
/** With more columns than this, the heads of a table on paper are turned upwards. */
const MOST_LEVEL_HEADS = 14;

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
    <span
      className={styles.text}
      title={words.length > 24 ? words : undefined}
      data-unbroken={UNBROKEN.test(words) || undefined}
      dir="auto"
    >
      {words}
    </span>
  );
}

/** A column with its place in each row. */
type Placed = Column & { place: number };

interface RowProps {
  row: readonly Cell[];
  columns: readonly Placed[];
  zone: string;
}

function Row({ row, columns, zone }: RowProps) {
  const [first, ...others] = columns;
  if (!first) return null;
  return (
    <tr>
      <th scope="row" data-figure={isFigure(first.kind) || undefined}>
        <Value cell={row[first.place]} column={first} zone={zone} />
      </th>
      {others.map((column) => (
        <td key={column.key} data-figure={isFigure(column.kind) || undefined}>
          <Value cell={row[column.place]} column={column} zone={zone} />
        </td>
      ))}
    </tr>
  );
}

/** The texts of a row on paper, each with its name, those that there are. */
function Texts({ row, columns, width, zone }: RowProps & { width: number }) {
  const { t } = useTranslation("office");
  const written = columns.filter(({ place }) => row[place] !== null && row[place] !== "");
  if (written.length === 0) return null;
  return (
    <tr data-texts className={styles.texts}>
      <td colSpan={width}>
        {written.map((column) => (
          <span key={column.key}>
            <b>{t(`column.${column.key}`)}</b> {shown(row[column.place], column, zone)}
          </span>
        ))}
      </td>
    </tr>
  );
}

function Total({
  total,
  columns,
  zone,
}: {
  total: readonly Cell[];
  columns: readonly Placed[];
  zone: string;
}) {
  const { t } = useTranslation("office");
  return (
    <tfoot>
      <tr>
        <th scope="row">{t("result.total")}</th>
        {columns.slice(1).map((column) => (
          <td key={column.key} data-figure={isFigure(column.kind) || undefined}>
            {total[column.place] === null ? "" : shown(total[column.place], column, zone)}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

/** The columns of a table, and those that are written below its rows: none of them on a screen. */
function useColumns({ columns }: Result, printing: boolean): { beside: Placed[]; below: Placed[] } {
  return useMemo(() => {
    const placed = columns.map((column, place) => ({ ...column, place }));
    const isBelow = ({ key }: Column) => printing && LONG_TEXTS.includes(key);
    return { beside: placed.filter((column) => !isBelow(column)), below: placed.filter(isBelow) };
  }, [columns, printing]);
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
  const { beside, below } = useColumns(result, printing);
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
        <table
          className={`figures ${styles.table}`}
          data-crowded={beside.length > MOST_LEVEL_HEADS || undefined}
        >
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {beside.map((column) => (
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
              <Fragment key={place}>
                <Row row={row} columns={beside} zone={period.zone} />
                {below.length > 0 && (
                  <Texts row={row} columns={below} width={beside.length} zone={period.zone} />
                )}
              </Fragment>
            ))}
          </tbody>
          {total && <Total total={total} columns={beside} zone={period.zone} />}
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
