"""Who is there: browser connections as they begin and end; no write per heartbeat."""

from __future__ import annotations

from sqlmodel import col, func, select

from routing.actions import (
    absence,
    agent_states,
    filling,
    meeting,
    outages,
    ringing,
    sessions,
)
from routing.clock import Millis
from routing.events import CustomerSeen, CustomerUnseen
from routing.lifecycle import OPEN_REQUEST, TAKEABLE_REQUEST, RequestState
from routing.tables import Agent, Connection, Request, Session
from routing.transaction import Transaction


def agent_connected(tx: Transaction, connection_id: str, process_id: str, agent_id: str) -> None:
    """A tab of the agent's desk is connected."""
    agent = tx.lock(Agent, agent_id)
    _open(tx, connection_id, process_id, agent_id=agent_id)
    if agent.connected:
        outages.back(tx, agent_id)
        return
    agent.connected, agent.lost_at = True, None
    agent.version += 1
    tx.session.add(agent)
    agent_states.record(tx, agent_id)
    _resume_sessions(tx, agent_id)
    filling.fill(tx, agent_id)


def customer_connected(
    tx: Transaction, connection_id: str, process_id: str, request_id: str
) -> None:
    """The customer's page is connected: they keep their place, and meet an agent who waits for them."""
    request = tx.lock(Request, request_id)
    _open(tx, connection_id, process_id, request_id=request_id)
    was_lost = request.lost
    if not request.connected or was_lost:
        request.connected, request.lost = True, False
        request.last_seen_at = tx.now
        request.version += 1
        tx.session.add(request)
        tx.emit(CustomerSeen(request.version), request_id=request_id)
    _meet_again(tx, request)
    if was_lost and request.state in TAKEABLE_REQUEST:
        ringing.call_again(tx, request)
    _serve_line_of(tx, request)


def disconnected(tx: Transaction, connection_id: str, seen_until: Millis | None = None) -> None:
    """A browser's connection ended, now or at `seen_until`; its clocks start now when it was the last."""
    connection = tx.find(Connection, connection_id)
    if connection is None:
        return
    # Before anything is counted: of two that end at once, the second must see the first one's end.
    _lock_owner(tx, connection)
    tx.session.refresh(connection)
    if connection.closed_at is not None:
        return
    ended_at = tx.now if seen_until is None else max(connection.opened_at, seen_until)
    connection.closed_at = ended_at
    tx.session.add(connection)
    tx.session.flush()
    if connection.agent_id is not None:
        outages.leave_out(tx, connection.agent_id, ended_at)
        if not is_connected(tx, agent_id=connection.agent_id):
            tx.set_deadline("agent_lost", connection.agent_id, absence.AGENT_LOST)
    if connection.request_id is not None and not is_connected(tx, request_id=connection.request_id):
        _customer_unseen(tx, connection.request_id, ended_at)


def _lock_owner(tx: Transaction, connection: Connection) -> None:
    if connection.agent_id is not None:
        tx.lock(Agent, connection.agent_id)
    if connection.request_id is not None:
        tx.lock(Request, connection.request_id)


def _open(
    tx: Transaction,
    connection_id: str,
    process_id: str,
    *,
    agent_id: str | None = None,
    request_id: str | None = None,
) -> None:
    tx.add(
        Connection(
            id=connection_id,
            company_id=tx.company_id,
            web_process_id=process_id,
            agent_id=agent_id,
            request_id=request_id,
            opened_at=tx.now,
        )
    )


def is_connected(
    tx: Transaction, *, agent_id: str | None = None, request_id: str | None = None
) -> bool:
    """Whether this agent, or this customer, has a live connection."""
    statement = (
        select(func.count()).select_from(Connection).where(col(Connection.closed_at).is_(None))
    )
    whose = (
        col(Connection.agent_id) == agent_id
        if agent_id
        else col(Connection.request_id) == request_id
    )
    return int(tx.session.scalars(statement.where(whose)).one()) > 0


def seen_within(tx: Transaction, duration: Millis, *, agent_id: str) -> bool:
    """Whether the agent had a live connection at some moment of the last `duration` ms."""
    if is_connected(tx, agent_id=agent_id):
        return True
    last = outages.last_seen(tx, agent_id)
    return last is not None and tx.now < last + duration


def _resume_sessions(tx: Transaction, agent_id: str) -> None:
    for seen in sessions.live_sessions_of(tx, agent_id):
        request = tx.lock(Request, seen.request_id)
        session = tx.lock(Session, seen.id)
        if request.connected:
            meeting.meet(tx, session, request)


def _meet_again(tx: Transaction, request: Request) -> None:
    seen = meeting.live_session(tx, request.id)
    if seen is None:
        return
    session = tx.lock(Session, seen.id)
    if tx.get(Agent, session.agent_id).connected:
        meeting.meet(tx, session, request)


def _serve_line_of(tx: Transaction, request: Request) -> None:
    """Whoever gave the agent room while this request was locked here has passed it over."""
    if request.state == RequestState.IN_LINE and request.line_agent_id is not None:
        filling.serve_line(tx, request.line_agent_id)


def _customer_unseen(tx: Transaction, request_id: str, last_seen_at: Millis) -> None:
    request = tx.lock(Request, request_id)
    request.connected, request.last_seen_at = False, last_seen_at
    request.version += 1
    tx.session.add(request)
    tx.emit(CustomerUnseen(request.version, lost=False), request_id=request_id)
    if request.state in (*OPEN_REQUEST, RequestState.POSTED):
        absence.start_clocks(tx, request)
    session = meeting.live_session(tx, request_id)
    if session is not None:
        sessions.lose_line(tx, tx.lock(Session, session.id))
    _serve_line_of(tx, request)
