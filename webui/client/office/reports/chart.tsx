import { BarChart, LineChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { clockText } from "../../shared/durations.ts";
import styles from "./report.module.css";
import type { Column, Result, ValueKind } from "./result.ts";
import { shown } from "./values.ts";

/** More points than this are a line: bars would be thinner than their gaps. */
const MOST_BARS = 62;
/** Names longer than this are cut under the chart; the table has them whole. */
const LONGEST_NAME = 16;
const HEIGHT = 260;
/** Good and bad have their colours; others take one each, in this order. */
const COLOURS = ["var(--g-accent)", "var(--g-wrap-up)", "var(--g-good)", "var(--g-away)"];
const OWN_COLOUR: Record<string, string> = { abandoned: "var(--g-red)", lost: "var(--g-red)" };

type Point = Record<string, string | number | null>;

function columnOf(result: Result, key: string): Column | undefined {
  return result.columns.find((column) => column.key === key);
}

/** One point a row, with the words of the axis under `name`. */
function pointsOf(result: Result, x: string, series: readonly string[]): Point[] {
  const places = new Map(result.columns.map((column, place) => [column.key, place]));
  const axis = columnOf(result, x) ?? { key: x, kind: "text" };
  return result.rows.map((row) => ({
    name: shown(row[places.get(x) ?? 0], axis, result.period.zone),
    ...Object.fromEntries(series.map((key) => [key, row[places.get(key) ?? 0] ?? null])),
  }));
}

function cut(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

function axisText(kind: ValueKind): (value: number) => string {
  if (kind === "duration") return clockText;
  return (value) => shown(value, { key: "", kind }, "UTC");
}

/** The picture of a report. The table below says the same in figures, so readers of screens are told its subject. */
export default function Chart({ result }: { result: Result }) {
  const { t } = useTranslation("office");
  const { chart } = result;
  if (!chart || result.rows.length === 0) return null;
  const series = chart.series.map((key, place) => ({
    name: key,
    label: t(`column.${key}`),
    color: OWN_COLOUR[key] ?? COLOURS[place % COLOURS.length] ?? "var(--g-accent)",
  }));
  const kind = columnOf(result, chart.series[0] ?? "")?.kind ?? "count";
  const label = t("result.chart", {
    series: series.map((each) => each.label).join(", "),
    x: t(`column.${chart.x}`),
  });
  const data = pointsOf(result, chart.x, chart.series);
  const shared = {
    h: HEIGHT,
    data,
    series,
    dataKey: "name",
    withLegend: series.length > 1,
    valueFormatter: axisText(kind),
    xAxisProps: { tickFormatter: cut, interval: "preserveStartEnd" as const, minTickGap: 12 },
    yAxisProps: { width: 56, allowDecimals: kind !== "count" },
  };
  return (
    <figure className={styles.chart} data-testid="chart">
      <figcaption className={styles.chartTitle}>{label}</figcaption>
      <div role="img" aria-label={label}>
        {chart.kind === "line" || data.length > MOST_BARS ? (
          <LineChart
            {...shared}
            curveType="linear"
            withDots={data.length < MOST_BARS}
            lineProps={{ isAnimationActive: false }}
          />
        ) : (
          <BarChart {...shared} maxBarWidth={48} barProps={{ isAnimationActive: false }} />
        )}
      </div>
    </figure>
  );
}
