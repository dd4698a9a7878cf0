import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem, Problem } from "../../shared/problem.ts";
import { askOffice } from "../asking.ts";
import { lookAt } from "./looking.ts";

/** CSV is there with its report, the others are made when somebody wants them. */
export type FileFormat = "csv" | "xlsx" | "parquet";

interface ReportFile {
  format: FileFormat;
  state: "queued" | "running" | "done" | "failed";
  problem: { code: string; data: Record<string, unknown> } | null;
}

/** How far a file is that somebody wants to take home. */
export interface Taking {
  format: FileFormat | null;
  /** Whether it waits for the batch worker. */
  waiting: boolean;
  problem: Problem | null;
}

type Told = (taking: Partial<Taking>) => void;

const NOTHING: Taking = { format: null, waiting: false, problem: null };

function filesOf(runId: string): string {
  return `/reports/${encodeURIComponent(runId)}/files`;
}

/** The address of a run's file. */
export function fileAddress(runId: string, format: FileFormat): string {
  return `/api/v1${filesOf(runId)}/${format}`;
}

/** Has the browser save what is at an address of ours. */
function save(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

function problemOf(file: ReportFile | undefined): Problem | null {
  if (file?.state !== "failed") return null;
  return new Problem({
    status: 500,
    ...file.problem?.data,
    code: file.problem?.code ?? "report_file_failed",
  });
}

/** Asks for a file and looks at it until it is there; true when it is. */
async function made(runId: string, format: FileFormat, left: AbortSignal, told: Told): Promise<boolean> {
  const asked = await askOffice<{ file: ReportFile }>("POST", filesOf(runId), { body: { format } });
  let file: ReportFile | undefined = asked.file;
  const isOver = () => file?.state === "done" || file?.state === "failed";
  told({ waiting: file.state === "queued" });
  if (!isOver())
    await lookAt<{ files: ReportFile[] }>(filesOf(runId), isOver, left, ({ answer, problem }) => {
      if (answer) file = answer.files.find((each) => each.format === format);
      told({ waiting: file?.state === "queued", problem });
    });
  told({ problem: problemOf(file) });
  return file?.state === "done";
}

/** Makes a file, if need be, and has it saved; whether it was. */
async function taken(runId: string, format: FileFormat, left: AbortSignal, told: Told): Promise<boolean> {
  try {
    if (!(await made(runId, format, left, told)) || left.aborted) return false;
    save(fileAddress(runId, format));
    return true;
  } catch (thrown) {
    told({ problem: asProblem(thrown) });
    return false;
  } finally {
    told({ format: null, waiting: false });
  }
}

/**
 * Takes files of a run home, one at a time; leaving the page ends that.
 *
 * @param onSaved told when the browser has begun to save a file
 */
export function useTaking(
  runId: string,
  onSaved: (format: FileFormat) => void,
): Taking & { take: (format: FileFormat) => void } {
  const [taking, setTaking] = useState<Taking>(NOTHING);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);
  const take = useCallback(
    (format: FileFormat) => {
      leaving.current?.abort();
      const left = new AbortController();
      leaving.current = left;
      const told: Told = (news) => left.signal.aborted || setTaking((before) => ({ ...before, ...news }));
      setTaking({ ...NOTHING, format });
      taken(runId, format, left.signal, told).then((saved) => saved && onSaved(format));
    },
    [runId, onSaved],
  );
  return { ...taking, take };
}
