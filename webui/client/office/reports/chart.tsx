import { BarChart, LineChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { ResponsiveContainer } from "recharts";
import { clockText } from "../../shared/durations.ts";
import { usePrinting } from "./printing.ts";
import styles from "./report.module.css";
import type { Column, Result, ValueKind } from "./result.ts";
import { shown } from "./values.ts";

/** More points than this are a line: bars would be thinner than their gaps. */
const MOST_BARS = 62;
/** Names longer than this are cut under the chart; the table has them whole. */
const LONGEST_NAME = 16;
/** Of names more than `MOST_BARS`, these first ones are drawn: a line between names would mean nothing. */
const FIRST_BARS = 20;
const TIMES: readonly ValueKind[] = ["hour", "day", "month"];
const HEIGHT = 260;
/** What a chart is drawn at for paper, in px: portrait pages are about as wide between their margins. */
const PAPER_WIDTH = 700;
/** Good and bad have their colours; others take one each, in this order. */
const COLOURS = ["var(--g-accent)", "var(--g-wrap-up)", "var(--g-good)", "var(--g-away)"];
const OWN_COLOUR: Record<string, string> = { abandoned: "var(--g-red)", lost: "var(--g-red)" };

/** Steps of an axis of durations that people count in, in ms: 10 s to 100 h. */
const STEPS = [10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 18_000, 36_000, 72_000, 180_000, 360_000].map(
  (seconds) => seconds * 1_000,
);
const MOST_STEPS = 5;

type Point = Record<string, string | number | null>;

function columnOf(result: Result, key: string): Column | undefined {
  return result.columns.find((column) => column.key === key);
}

/** How many of the rows are drawn. */
export function drawnRows(result: Result, x: string): number {
  const isTime = TIMES.includes(columnOf(result, x)?.kind ?? "text");
  return isTime || result.rows.length <= MOST_BARS ? result.rows.length : FIRST_BARS;
}

/** One point a row that is drawn, with the words of the axis under `name`. */
function pointsOf(result: Result, x: string, series: readonly string[]): Point[] {
  const places = new Map(result.columns.map((column, place) => [column.key, place]));
  const axis = columnOf(result, x) ?? { key: x, kind: "text" };
  return result.rows.slice(0, drawnRows(result, x)).map((row) => ({
    name: shown(row[places.get(x) ?? 0], axis, result.period.zone),
    ...Object.fromEntries(series.map((key) => [key, row[places.get(key) ?? 0] ?? null])),
  }));
}

function cut(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** Under a chart an hour is called by its beginning, and a day needs no year. */
function axisName(kind: ValueKind): (name: string) => string {
  if (kind === "hour") return (name) => name.replace(/^(\d+)–\d+ h$/, "$1 h");
  if (kind === "day") return (name) => name.replace(/ \d{4}$/, "");
  return cut;
}

function axisText(kind: ValueKind): (value: number) => string {
  if (kind === "duration") return clockText;
  return (value) => shown(value, { key: "", kind }, "UTC");
}

/** Whole minutes or hours on an axis of durations. @param highest in ms */
export function durationTicks(highest: number): number[] {
  const step = STEPS.find((each) => highest / each <= MOST_STEPS) ?? Math.ceil(highest / MOST_STEPS);
  return Array.from({ length: Math.max(1, Math.ceil(highest / step)) + 1 }, (_, count) => count * step);
}

/** The tops of the bars, which are stacked. */
function highestOf(points: readonly Point[], series: readonly string[]): number {
  return Math.max(0, ...points.map((point) => series.reduce((sum, key) => sum + Number(point[key] ?? 0), 0)));
}

function seriesOf({ chart }: Result, wordsOf: (key: string) => string) {
  return (chart?.series ?? []).map((key, place) => ({
    name: key,
    label: wordsOf(key),
    color: OWN_COLOUR[key] ?? COLOURS[place % COLOURS.length] ?? "var(--g-accent)",
  }));
}

/** Lines or bars; `result` has a chart. */
function Plot({ result, x, series }: { result: Result; x: string; series: ReturnType<typeof seriesOf> }) {
  const keys = series.map(({ name }) => name);
  const kind = columnOf(result, keys[0] ?? "")?.kind ?? "count";
  const data = pointsOf(result, x, keys);
  // Times of one person or group add up to the time they were there.
  const stacked = kind === "duration" && series.length > 1;
  const shared = {
    h: HEIGHT,
    data,
    series,
    dataKey: "name",
    withLegend: series.length > 1,
    // In the order of the bars, not of the alphabet.
    legendProps: { itemSorter: null },
    valueFormatter: axisText(kind),
    // Tokens, for paper is light whatever the screen is.
    textColor: "var(--g-text-soft)",
    gridColor: "var(--g-line)",
    xAxisProps: {
      tickFormatter: axisName(columnOf(result, x)?.kind ?? "text"),
      interval: "equidistantPreserveStart" as const,
      minTickGap: 8,
    },
    yAxisProps: {
      width: 72,
      allowDecimals: kind !== "count",
      ...(stacked ? { ticks: durationTicks(highestOf(data, keys)), interval: 0 } : {}),
    },
  };
  return result.chart?.kind === "line" || data.length > MOST_BARS ? (
    <LineChart
      {...shared}
      curveType="linear"
      withDots={data.length < MOST_BARS}
      lineProps={{ isAnimationActive: false }}
    />
  ) : (
    <BarChart
      {...shared}
      type={stacked ? "stacked" : "default"}
      maxBarWidth={48}
      barProps={{ isAnimationActive: false }}
    />
  );
}

/**
 * The picture of a report. The table below says the same in figures, so readers of screens are told its subject.
 * That for paper is there beforehand: a chart needs more time to find another width than a browser gives it before
 * it prints. That of the screen must not be there then: it would make the paper as wide as it is.
 */
export default function Chart({ result }: { result: Result }) {
  const { t } = useTranslation("office");
  const printing = usePrinting();
  const { chart } = result;
  if (!chart || result.rows.length === 0) return null;
  const series = seriesOf(result, (key) => t(`column.${key}`));
  const drawn = drawnRows(result, chart.x);
  const all = result.rows.length + result.left_out;
  const subject = t("result.chart", {
    series: series.map((each) => each.label).join(", "),
    x: t(`column.${chart.x}`).toLocaleLowerCase(),
  });
  const label =
    drawn < result.rows.length ? `${subject} (${t("result.chart_first", { count: drawn, all })})` : subject;
  const plot = <Plot result={result} x={chart.x} series={series} />;
  return (
    <figure className={styles.chart} data-testid="chart">
      <figcaption className={styles.chartTitle}>{label}</figcaption>
      {!printing && (
        <div role="img" aria-label={label}>
          {plot}
        </div>
      )}
      <div role="img" aria-label={label} className={styles.paperPlot}>
        <ResponsiveContainer width={PAPER_WIDTH} height={HEIGHT}>
          {plot}
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
