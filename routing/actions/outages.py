"""Time in which the product stood still: nobody's work, though nobody was there to write down its end."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlmodel import col, func, or_, select

from routing.actions import absence, agent_states, sealed_days
from routing.clock import MINUTE, Millis
from routing.days import day_at
from routing.tables import AgentState, Company, Connection
from routing.transaction import Transaction

#: Whoever was away no longer than this, as in a restart, has worked on.
NOTICED: Millis = MINUTE


def leave_out(tx: Transaction, agent_id: str, seen_until: Millis) -> None:
    """An agent (locked) whose connection ended at `seen_until` was off from then until they came back.

    Nothing is changed when that was but a moment, or when another tab was there.
    """
    if tx.now - seen_until <= NOTICED or _others_at(tx, agent_id, seen_until):
        return
    back_at = _next_seen(tx, agent_id, seen_until)
    if (tx.now if back_at is None else back_at) - seen_until <= NOTICED:
        return
    stretch = _stretch_at(tx, agent_id, seen_until)
    if stretch is not None and stretch.state != "off":
        _unseal(tx, seen_until)
        _cut(tx, stretch, seen_until, back_at)


def back(tx: Transaction, agent_id: str) -> None:
    """An agent who was never given up for lost is there again: their state goes on."""
    stretch = agent_states.open_stretch(tx, agent_id)
    if stretch is not None and stretch.state == "off":
        agent_states.record(tx, agent_id)


def gone_since(tx: Transaction, agent_id: str) -> Millis:
    """When the session of an agent who is given up ended: now, unless that comes late.

    Then the clocks stood still in between, and it ended when the agent was last seen.
    """
    seen = last_seen(tx, agent_id)
    if seen is None or tx.now - seen <= absence.AGENT_LOST + absence.AGENT_GONE + NOTICED:
        return tx.now
    return seen


def last_seen(tx: Transaction, agent_id: str) -> Millis | None:
    """When the last of the agent's connections that have ended did so."""
    statement = select(func.max(col(Connection.closed_at))).where(
        col(Connection.agent_id) == agent_id
    )
    return tx.session.scalars(statement).one()


def _others_at(tx: Transaction, agent_id: str, at: Millis) -> bool:
    closed = col(Connection.closed_at)
    statement = (
        select(func.count())
        .select_from(Connection)
        .where(
            col(Connection.agent_id) == agent_id,
            col(Connection.opened_at) <= at,
            or_(closed.is_(None), closed > at),
        )
    )
    return tx.session.scalars(statement).one() > 0


def _next_seen(tx: Transaction, agent_id: str, after: Millis) -> Millis | None:
    statement = select(func.min(col(Connection.opened_at))).where(
        col(Connection.agent_id) == agent_id, col(Connection.opened_at) > after
    )
    return tx.session.scalars(statement).one()


def _stretch_at(tx: Transaction, agent_id: str, at: Millis) -> AgentState | None:
    ended = col(AgentState.ended_at)
    statement = select(AgentState).where(
        col(AgentState.agent_id) == agent_id,
        col(AgentState.began_at) <= at,
        or_(ended.is_(None), ended > at),
    )
    return tx.session.scalars(statement).first()


def _cut(tx: Transaction, stretch: AgentState, begin: Millis, end: Millis | None) -> None:
    """End the stretch at `begin` with one of `off`; when it went on after `end`, it does so."""
    ended_at, stretch.ended_at = stretch.ended_at, begin
    tx.session.add(stretch)
    tx.session.flush()
    if end is None or (ended_at is not None and ended_at <= end):
        _add(tx, stretch.agent_id, "off", "", begin, ended_at)
        return
    _add(tx, stretch.agent_id, "off", "", begin, end)
    _add(tx, stretch.agent_id, stretch.state, stretch.reason, end, ended_at)


def _add(
    tx: Transaction,
    agent_id: str,
    state: str,
    reason: str,
    began_at: Millis,
    ended_at: Millis | None,
) -> None:
    tx.add(
        AgentState(
            company_id=tx.company_id,
            agent_id=agent_id,
            state=state,
            reason=reason,
            began_at=began_at,
            ended_at=ended_at,
        )
    )


def _unseal(tx: Transaction, since: Millis) -> None:
    """What the days from then on said of this agent is no longer so."""
    zone = ZoneInfo(tx.get(Company, tx.company_id).time_zone)
    if day_at(zone, since) < day_at(zone, tx.now - sealed_days.CLOSED_AFTER):
        sealed_days.unseal(tx, day_at(zone, since), day_at(zone, tx.now))
