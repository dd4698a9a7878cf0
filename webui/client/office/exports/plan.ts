import { askOffice } from "../asking.ts";

/** What is wanted each night, as the form edits it. */
export interface Wish {
  active: boolean;
  reports: string[];
  mail_to: string[];
  language: string;
  keep_days: number;
  begins: string;
}

/** The plan of the company; `changed_at` is null while nobody has set one. */
export interface Plan extends Wish {
  changed_at: number | null;
  kinds: string[];
}

export interface ExportedFile {
  name: string;
  report: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** One day's export. */
export interface Slot {
  id: string;
  day: string;
  state: "writing" | "done" | "removed" | "failed";
  started_at: number;
  finished_at: number | null;
  mail_id: string | null;
  /** What has become of the mail; null when there is none. */
  mail_state: "queued" | "sent" | "kept" | "failed" | null;
  problem: { code: string; detail: string } | null;
  files: ExportedFile[];
}

/** Addresses as people write several of them: separated by commas, semicolons or spaces. */
export function addressesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

export async function savePlan({
  active,
  reports,
  mail_to,
  language,
  keep_days,
  begins,
}: Wish): Promise<void> {
  const body = { active, reports, mail_to, language, keep_days, begins };
  await askOffice("PUT", "/exports/plan", { body });
}
