import { Tooltip } from "@mantine/core";
import i18next from "i18next";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

/** What a figure means, in one or two sentences; empty when its name says all. */
export function definitionOf(key: string): string {
  const words = `office:definition.${key}`;
  return i18next.exists(words) ? i18next.t(words) : "";
}

/** A figure's or a column's definition beside its name: on hover, on focus, and at a touch. */
export function Definition({ of, children }: { of: string; children: ReactElement }) {
  // A change of language draws the words anew.
  useTranslation("office");
  const words = definitionOf(of);
  return (
    <Tooltip
      label={words}
      disabled={!words}
      multiline
      maw={320}
      events={{ hover: true, focus: true, touch: true }}
      withArrow
    >
      {children}
    </Tooltip>
  );
}
