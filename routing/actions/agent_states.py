"""The state an agent is in, as people name it, and the record of every stretch of it."""

from __future__ import annotations

from sqlmodel import col, select

from routing import events
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


def record(tx: Transaction, agent_id: str) -> Agent:
    """Note the agent's state as it is now: closes the open stretch when it changed, and says so."""
    tx.session.flush()
    agent = tx.lock(Agent, agent_id)
    state = state_of(agent)
    reason = agent.reason if state == "unavailable" else ""
    open_stretch = tx.session.scalars(
        select(AgentState).where(
            col(AgentState.agent_id) == agent_id, col(AgentState.ended_at).is_(None)
        )
    ).first()
    if open_stretch is None or (open_stretch.state, open_stretch.reason) != (state, reason):
        _begin(tx, agent_id, state, reason, open_stretch)
    tx.emit(events.AgentChanged(agent.version, state), agent_id=agent_id)
    return agent


def _begin(
    tx: Transaction, agent_id: str, state: str, reason: str, ending: AgentState | None
) -> None:
    if ending is not None:
        ending.ended_at = tx.now
        tx.session.add(ending)
        tx.session.flush()
    tx.add(
        AgentState(
            company_id=tx.company_id, agent_id=agent_id, state=state, reason=reason, began_at=tx.now
        )
    )
