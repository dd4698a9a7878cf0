import { useTranslation } from "react-i18next";
import type { Board, BoardAgent } from "../../generated/messages.ts";
import { clockText } from "../../shared/durations.ts";
import { type StateGroup, tilesOf } from "../agent_tiles.ts";
import { useNow } from "../now.ts";

/** Reasons the product itself offers have words of their own; others are as the agent wrote them. */
const REASONS = ["break", "lunch", "meeting", "training", "paperwork"];
/** Given by the server when an agent signs out. */
const SIGNED_OUT = "signed_out";

function useReason(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    if (reason === SIGNED_OUT) return "";
    return REASONS.includes(reason) ? t(`reason.${reason}`) : reason;
  };
}

function Tile({ agent }: { agent: BoardAgent }) {
  const now = useNow();
  const reason = useReason()(agent.reason);
  return (
    <li className="tile">
      <span className="agent-name" title={agent.name}>
        {agent.name}
      </span>
      <span className="agent-state">
        <span className="since">{clockText(now - agent.since)}</span>
        {reason && <span className="reason">{reason}</span>}
      </span>
    </li>
  );
}

/** One state: how many there are in it, then a tile for each of them. */
function Group({ group }: { group: StateGroup }) {
  const { t } = useTranslation();
  const name = t(`agent_state.${group.state}`);
  return (
    <section className={`group ${group.state}`} data-state={group.state} aria-label={name}>
      <h3 className="group-head">
        <strong>{group.count}</strong> <span>{name}</span>
      </h3>
      <ul className="group-tiles">
        {group.shown.map((agent) => (
          <Tile key={agent.id} agent={agent} />
        ))}
      </ul>
    </section>
  );
}

/** Everybody who serves these queues. */
export function Agents({ board }: { board: Board }) {
  const { t } = useTranslation();
  const { groups, more, columns } = tilesOf(board.agents);
  const empty = board.queues.length === 0 ? t("no_queues") : t("no_agents");
  return (
    <section className="agents" aria-label={t("agents")}>
      <h2 className="visually-hidden">{t("agents")}</h2>
      {groups.length === 0 && <p className="nobody">{empty}</p>}
      <div className={`tiles columns-${columns}`}>
        {groups.map((group) => (
          <Group key={group.state} group={group} />
        ))}
      </div>
      {more > 0 && <p className="more">{t("more_agents", { count: more })}</p>}
    </section>
  );
}
