"""An agent's room: how many sessions they hold, and the places that unanswered offers hold.

Every change is one conditional update, so that two queues matching at once cannot overfill an agent.
"""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col

from routing.actions import agent_states
from routing.tables import Agent
from routing.transaction import Transaction

_HAS_ROOM = col(Agent.sessions) + col(Agent.reserved) < col(Agent.max_sessions)


def reserve(tx: Transaction, agent_id: str) -> bool:
    """Hold one place for a queue-mode offer; False when there is none or one is held already."""
    statement = (
        update(Agent)
        .where(col(Agent.id) == agent_id, col(Agent.reserved) == 0, _HAS_ROOM)
        .where(
            col(Agent.status) == "available",
            col(Agent.connected),
            col(Agent.wrap_up_until).is_(None),
        )
        .values(reserved=1, last_offered_at=tx.now, version=Agent.version + 1)
    )
    return tx.change(statement) == 1


def release(tx: Transaction, agent_id: str) -> None:
    """Give back the place a queue-mode offer held."""
    statement = update(Agent).where(col(Agent.id) == agent_id, col(Agent.reserved) == 1)
    tx.change(statement.values(reserved=0, version=Agent.version + 1))
    agent_states.record(tx, agent_id)


def take(tx: Transaction, agent_id: str, *, reserved: bool) -> bool:
    """Turn room (or the place that is reserved) into a session; False when the agent is full."""
    condition = col(Agent.reserved) == 1 if reserved else _HAS_ROOM
    held = 1 if reserved else 0
    statement = (
        update(Agent)
        .where(col(Agent.id) == agent_id, condition)
        .values(
            sessions=Agent.sessions + 1, reserved=Agent.reserved - held, version=Agent.version + 1
        )
    )
    taken = tx.change(statement) == 1
    if taken:
        agent_states.record(tx, agent_id)
    return taken


def give_back(tx: Transaction, agent_id: str) -> None:
    """One session less."""
    statement = update(Agent).where(col(Agent.id) == agent_id, col(Agent.sessions) > 0)
    tx.change(statement.values(sessions=Agent.sessions - 1, version=Agent.version + 1))
