import type { ComponentType } from "react";
import { ExportsPage } from "../exports/exports_page.tsx";
import { MailPage } from "../mail/mail_page.tsx";
import { isKind, type ReportKind } from "../reports/kinds.ts";
import { ServiceLevelsPage } from "../service_levels/service_levels_page.tsx";
import { WallboardsPage } from "../wallboards/wallboards_page.tsx";

/** What an address leads to. */
export type Found =
  | { page: "overview" }
  | { page: "report"; kind: ReportKind }
  | { page: "run"; id: string }
  | { page: "simple"; Content: ComponentType }
  | { page: "unknown" };

const SIMPLE: Record<string, ComponentType> = {
  "/exports": ExportsPage,
  "/mail": MailPage,
  "/service-levels": ServiceLevelsPage,
  "/wallboards": WallboardsPage,
};

/** @param path without a slash at its end */
export function pageAt(path: string): Found {
  if (path === "/reports") return { page: "overview" };
  const simple = SIMPLE[path];
  if (simple) return { page: "simple", Content: simple };
  const run = /^\/reports\/runs\/([^/]+)$/.exec(path)?.[1];
  if (run) return { page: "run", id: run };
  const kind = /^\/reports\/([^/]+)$/.exec(path)?.[1];
  return isKind(kind) ? { page: "report", kind } : { page: "unknown" };
}
