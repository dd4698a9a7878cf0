"""An agent's own switch: available or not, and why not."""

from __future__ import annotations

from routing import texts
from routing.actions import agent_states, filling, withdrawing
from routing.errors import InvalidInput
from routing.permissions import Actor, Permission, require
from routing.tables import Agent
from routing.transaction import Transaction

STATUSES = ("available", "unavailable")
REASON_LIMIT = 80


def set_availability(tx: Transaction, actor: Actor, status: str, reason: str = "") -> Agent:
    """Switch the agent on or off; switched off, their alerts go to others. Raises `InvalidInput`."""
    require(actor, Permission.SET_OWN_STATE)
    if status not in STATUSES:
        raise InvalidInput(field="status", reason="unknown_value")
    cleaned = texts.one_line("reason", reason, REASON_LIMIT) if status == "unavailable" else ""
    agent = tx.lock(Agent, actor.account_id)
    if (agent.status, agent.reason) != (status, cleaned):
        _switch(tx, agent, status, cleaned)
    return tx.lock(Agent, actor.account_id)


def set_auto_unavailable(tx: Transaction, actor: Actor, on: bool) -> Agent:
    """Whether the agent becomes unavailable by themselves after each session."""
    require(actor, Permission.SET_OWN_STATE)
    agent = tx.lock(Agent, actor.account_id)
    agent.auto_unavailable = on
    agent.version += 1
    tx.session.add(agent)
    return agent_states.record(tx, agent.id)


def _switch(tx: Transaction, agent: Agent, status: str, reason: str) -> None:
    was = agent.status
    agent.status, agent.reason, agent.status_since = status, reason, tx.now
    agent.version += 1
    if status == "available":
        agent.idle_since = tx.now
    tx.session.add(agent)
    agent_states.record(tx, agent.id)
    if status == "unavailable":
        withdrawing.withdraw_from_agent(tx, agent.id, "unavailable")
        # A place that an alert held may be what their own line waited for.
        filling.serve_line(tx, agent.id)
    elif was != "available":
        filling.fill(tx, agent.id)
