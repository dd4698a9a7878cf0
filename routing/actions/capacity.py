"""How many sessions an agent may hold at once, as the administration sets it."""

from __future__ import annotations

from routing.actions import agent_states, filling
from routing.errors import InvalidInput
from routing.permissions import Actor, Permission, require
from routing.tables import Agent
from routing.transaction import Transaction

HIGHEST_MAXIMUM = 50


def set_maximum(tx: Transaction, actor: Actor, agent_id: str, maximum: int) -> Agent:
    """Set an agent's maximum of simultaneous sessions; a higher one drains the line at once.

    A lower one ends nothing: the agent is offered nothing more until they are below it.
    Raises `Forbidden`, `InvalidInput` outside 1 to 50.
    """
    require(actor, Permission.STEER)
    if not 1 <= maximum <= HIGHEST_MAXIMUM:
        raise InvalidInput(field="max_sessions", reason="out_of_range", limit=HIGHEST_MAXIMUM)
    agent = tx.lock(Agent, agent_id)
    agent.max_sessions = maximum
    agent.version += 1
    tx.session.add(agent)
    agent_states.record(tx, agent_id)
    filling.fill(tx, agent_id)
    return tx.lock(Agent, agent_id)
