"""The state an agent is in, as people name it, and the record of every stretch of it."""

from __future__ import annotations

from sqlmodel import col, select

from routing import events
from routing.clock import Millis
from routing.tables import Agent, AgentState
from routing.transaction import Transaction


def state_of(agent: Agent) -> str:
    """One of off, lost, in_session, wrap_up, available, unavailable."""
    if not agent.connected:
        return "lost" if agent.sessions else "off"
    if agent.sessions:
        return "in_session"
    if agent.wrap_up_until is not None:
        return "wrap_up"
    return agent.status


def is_available(agent: Agent) -> bool:
    """Whether alerts may ring at this agent's desk; room is a separate matter."""
    return agent.connected and agent.status == "available" and agent.wrap_up_until is None


def has_room(agent: Agent) -> bool:
    """Whether one more session fits."""
    return agent.sessions + agent.reserved < agent.max_sessions


def record(tx: Transaction, agent_id: str, since: Millis | None = None) -> Agent:
    """Note the agent's state as it is now, or as it has been `since`: ends the open stretch when it
    changed, and says so.
    """
    tx.session.flush()
    agent = tx.lock(Agent, agent_id)
    state = state_of(agent)
    reason = agent.reason if state == "unavailable" else ""
    ending = open_stretch(tx, agent_id)
    if ending is None or (ending.state, ending.reason) != (state, reason):
        began_at = tx.now if since is None else since
        _begin(tx, agent_id, state, reason, began_at, ending)
    tx.emit(events.AgentChanged(agent.version, state), agent_id=agent_id)
    return agent


def open_stretch(tx: Transaction, agent_id: str) -> AgentState | None:
    """The stretch the agent is in; None before the first."""
    statement = select(AgentState).where(
        col(AgentState.agent_id) == agent_id, col(AgentState.ended_at).is_(None)
    )
    return tx.session.scalars(statement).first()


def _begin(
    tx: Transaction,
    agent_id: str,
    state: str,
    reason: str,
    began_at: Millis,
    ending: AgentState | None,
) -> None:
    if ending is not None:
        began_at = ending.ended_at = max(ending.began_at, began_at)
        tx.session.add(ending)
        tx.session.flush()
    tx.add(
        AgentState(
            company_id=tx.company_id,
            agent_id=agent_id,
            state=state,
            reason=reason,
            began_at=began_at,
        )
    )
