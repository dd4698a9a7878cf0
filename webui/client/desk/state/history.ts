import type { HistoryRow } from "../../generated/messages.ts";
import { ask } from "../../shared/api.ts";
import type { DeskState } from "./desk_state.ts";
import { deskStore } from "./desk_store.ts";

/** Rows fetched at once. */
const PAGE = 100;

/** Fetches more of today's history, older than what is shown; rejects with a Problem. */
export async function fetchMoreHistory(): Promise<void> {
  const last = deskStore.getState().server.history.at(-1);
  if (!last) return;
  const query = `day=today&before=${last.ended_at}&before_id=${last.id}&limit=${PAGE}`;
  const { rows } = await ask<{ rows: HistoryRow[] }>("GET", `/history?${query}`);
  deskStore.setState(({ server }) => ({ server: withOlder(server, last, rows) }));
}

/** A snapshot that came meanwhile, or another answer, has made these rows other than those that come next. */
function withOlder(server: DeskState, last: HistoryRow, rows: readonly HistoryRow[]): DeskState {
  if (server.history.at(-1)?.id !== last.id) return server;
  return { ...server, history: [...server.history, ...rows], historyGoesOn: rows.length === PAGE };
}
