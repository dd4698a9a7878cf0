"""The agents of a company as wallboards show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sqlmodel import col, select

from routing.actions import agent_states
from routing.tables import Account, Agent, AgentState
from routing.transaction import Transaction
from webui.live.messages.names import AgentStateName
from webui.live.messages.wallboard import BoardAgent

BoardAgents = dict[str, BoardAgent]


def of_ids(reading: Transaction, ids: Iterable[str]) -> BoardAgents:
    """The agents with these ids, by id; `since` is when their present stretch of a state began."""
    wanted = set(ids)
    if not wanted:
        return {}
    stretch = (col(AgentState.agent_id) == col(Agent.id)) & col(AgentState.ended_at).is_(None)
    statement = (
        select(Agent, Account.name, AgentState.began_at)
        .join(Account, col(Account.id) == col(Agent.id))
        .outerjoin(AgentState, stretch)
        .where(col(Agent.id).in_(wanted), col(Account.active))
    )
    rows = reading.session.execute(statement)
    return {agent.id: _agent(agent, name, began_at) for agent, name, began_at in rows}


def _agent(agent: Agent, name: str, began_at: int | None) -> BoardAgent:
    state = agent_states.state_of(agent)
    return BoardAgent(
        id=agent.id,
        name=name,
        state=cast(AgentStateName, state),
        reason=agent.reason if state == "unavailable" else "",
        since=agent.status_since if began_at is None else began_at,
    )
