import { useTranslation } from "react-i18next";
import type { Board, BoardAgent } from "../../generated/messages.ts";
import { clockText } from "../../shared/durations.ts";
import { tilesOf } from "../agent_tiles.ts";
import { useNow } from "../now.ts";

/** Reasons the product itself offers have words of their own; others are as the agent wrote them. */
const REASONS = ["break", "lunch", "meeting", "training", "paperwork"];
/** Given by the server when an agent signs out. */
const SIGNED_OUT = "signed_out";

function Tile({ agent, now }: { agent: BoardAgent; now: number }) {
  const { t } = useTranslation();
  const reason = REASONS.includes(agent.reason) ? t(`reason.${agent.reason}`) : agent.reason;
  const words = reason && agent.reason !== SIGNED_OUT ? reason : t(`agent_state.${agent.state}`);
  return (
    <li className={`tile ${agent.state}`} data-state={agent.state}>
      <span className="agent-name" title={agent.name}>
        {agent.name}
      </span>
      <span className="agent-state">
        <span className="words">{words}</span>
        <span className="since">{clockText(now - agent.since)}</span>
      </span>
    </li>
  );
}

/** Everybody who serves these queues: how many in which state, and a tile for each who is there. */
export function Agents({ board }: { board: Board }) {
  const { t } = useTranslation();
  const now = useNow();
  const { shown, more, columns, counts } = tilesOf(board.agents);
  const nothing = board.queues.length === 0 ? t("no_queues") : t("nobody");
  return (
    <section className="agents" aria-label={t("agents")}>
      <h2 className="visually-hidden">{t("agents")}</h2>
      <ul className="counts">
        {counts.map(({ state, count }) => (
          <li key={state} className={state}>
            <strong>{count}</strong> {t(`agent_state.${state}`)}
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <p className="nobody">{nothing}</p>
      ) : (
        <ul className={`tiles columns-${columns}`}>
          {shown.map((agent) => (
            <Tile key={agent.id} agent={agent} now={now} />
          ))}
        </ul>
      )}
      {more > 0 && <p className="more">{t("more_agents", { count: more })}</p>}
    </section>
  );
}
