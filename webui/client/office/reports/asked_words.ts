import i18next from "i18next";
import type { Choice, Choices } from "./choices.ts";
import { presetOf } from "./days.ts";
import { GROUPS, type ReportKind } from "./kinds.ts";
import type { Parameters } from "./parameters.ts";
import { daysText } from "./values.ts";

function words(key: string, data: Record<string, unknown> = {}): string {
  return i18next.t(`office:${key}`, data);
}

/**
 * What is chosen of several, none meaning all: its name where one is chosen whose name is known, else how many.
 * @param what queues, portals, agents or fields
 */
export function chosenWords(what: string, choices: readonly Choice[], chosen: readonly string[]): string {
  if (chosen.length === 0) return words("filter.all", { context: what });
  const only = chosen.length === 1 ? choices.find(({ id }) => id === chosen[0]) : undefined;
  return only?.name ?? words("filter.count", { count: chosen.length });
}

function textWords({ text, fields = [] }: Parameters): string[] {
  if (!text) return [];
  const names = fields.map((field) => words(`column.${field}`)).join(", ");
  return [words(names ? "filter.text_in" : "filter.text_chosen", { text, fields: names })];
}

/** What was chosen besides the period, in few words: a report on paper has no filters that say so. */
export function filterWords(kind: ReportKind, parameters: Parameters, choices: Choices): string[] {
  const { by } = parameters;
  const groups = GROUPS[kind].filter((group) => parameters[group]?.length);
  return [
    ...(by ? [`${words("filter.by")} ${words(`by.${by}`).toLocaleLowerCase()}`] : []),
    ...groups.map((group) =>
      words("filter.chosen", {
        what: words(`filter.${group}`),
        chosen: chosenWords(group, choices[group], parameters[group] ?? []),
      }),
    ),
    ...textWords(parameters),
  ];
}

/** A whole question in one line. @param today the company's day, by which periods have names */
export function questionWords(
  kind: ReportKind,
  parameters: Parameters,
  choices: Choices,
  today: string,
): string {
  const preset = presetOf(parameters, today);
  const period = preset ? words(`preset.${preset}`) : daysText(parameters.from, parameters.to);
  return [period, ...filterWords(kind, parameters, choices)].join(" · ");
}
