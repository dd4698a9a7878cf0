"""Who is there: browser connections, the web processes that hold them, and losing and finding people.

A row when a connection begins and ends and one lease per web process; no write per heartbeat.
"""

from __future__ import annotations

from sqlmodel import col, func, select

from routing.actions import absence, agent_states, filling, intake, meeting, ringing, sessions
from routing.actions.moves import move_request, to_head_of_line
from routing.clock import MINUTE, SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.events import CustomerSeen, CustomerUnseen
from routing.identifiers import new_id
from routing.lifecycle import (
    OPEN_REQUEST,
    TAKEABLE_REQUEST,
    OfferState,
    RequestHappened,
    RequestState,
    SessionState,
)
from routing.tables import Agent, Connection, Offer, Request, Session, WebProcess
from routing.transaction import Transaction

# A web process renews its lease every LEASE_RENEWAL; missing two renewals counts as dead.
LEASE_RENEWAL: Millis = 2 * SECOND
LEASE: Millis = 6 * SECOND
AGENT_LOST: Millis = 10 * SECOND
AGENT_GONE: Millis = 2 * MINUTE


def start_process(tx: Transaction) -> str:
    """Register a web process that begins to serve; its id."""
    process = WebProcess(id=new_id(), started_at=tx.now, lease_until=tx.now + LEASE)
    tx.session.add(process)
    tx.session.flush()
    return process.id


def renew_lease(tx: Transaction, process_id: str) -> None:
    """The web process still lives. One that was given up for dead meanwhile registers anew under its id."""
    process = tx.session.get(WebProcess, process_id) or WebProcess(
        id=process_id, started_at=tx.now, lease_until=0
    )
    process.lease_until = tx.now + LEASE
    tx.session.add(process)


def agent_connected(tx: Transaction, connection_id: str, process_id: str, agent_id: str) -> None:
    """A tab of the agent's desk is connected."""
    _open(tx, connection_id, process_id, agent_id=agent_id)
    agent = tx.lock(Agent, agent_id)
    if agent.connected:
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
        _call_again(tx, request)


def disconnected(tx: Transaction, connection_id: str) -> None:
    """A browser's connection ended; its clocks start when it was the last one."""
    connection = tx.find(Connection, connection_id)
    if connection is None or connection.closed_at is not None:
        return
    connection.closed_at = tx.now
    tx.session.add(connection)
    tx.session.flush()
    if connection.agent_id is not None and not _is_connected(tx, agent_id=connection.agent_id):
        tx.set_deadline("agent_lost", connection.agent_id, AGENT_LOST)
    if connection.request_id is not None and not _is_connected(
        tx, request_id=connection.request_id
    ):
        _customer_unseen(tx, connection.request_id)


def lose_agent(tx: Transaction, agent_id: str) -> None:
    """Ten seconds without a live connection: what rang or waited at this agent's goes to others."""
    agent = tx.lock(Agent, agent_id)
    if not agent.connected or _seen_within(tx, AGENT_LOST, agent_id=agent_id):
        return
    agent.connected, agent.lost_at = False, tx.now
    agent.version += 1
    tx.session.add(agent)
    agent_states.record(tx, agent_id)
    withdraw_from_agent(tx, agent_id, "lost")
    _return_own_line(tx, agent_id)
    _suspend_sessions(tx, agent_id)


def give_up_agent(tx: Transaction, agent_id: str) -> None:
    """The agent is lost for good: their customers are first in line again."""
    agent = tx.get(Agent, agent_id)
    if agent.connected or agent.lost_at is None or tx.now < agent.lost_at + AGENT_GONE:
        return
    for session in sessions.live_sessions_of(tx, agent_id):
        sessions.give_up(tx, session.id)
        _call_again(tx, tx.get(Request, session.request_id))


def lose_customer(tx: Transaction, request_id: str) -> None:
    """A minute unseen: the place is kept, the customer is passed over."""
    request = tx.lock(Request, request_id)
    if request.connected or request.lost or tx.now < request.last_seen_at + absence.CUSTOMER_LOST:
        return
    if request.state not in OPEN_REQUEST:
        return
    request.lost = True
    request.version += 1
    tx.session.add(request)
    tx.emit(CustomerUnseen(request.version, lost=True), request_id=request_id)
    freed = ringing.withdraw_all(tx, request, "lost")
    ringing.fall_silent(tx, request, "customer_lost")
    for agent_id in freed:
        filling.fill(tx, agent_id)


def give_up_customer(tx: Transaction, request_id: str) -> None:
    """Ten minutes unseen: abandoned, dated when they were last seen."""
    request = tx.lock(Request, request_id)
    if request.connected or tx.now < request.last_seen_at + absence.CUSTOMER_GONE:
        return
    if request.state in (*OPEN_REQUEST, RequestState.POSTED):
        intake.abandon(tx, request, request.last_seen_at, "unseen")


def withdraw_from_agent(tx: Transaction, agent_id: str, why: str) -> None:
    """Take every alert from an agent who cannot answer any more; others are asked."""
    statement = select(Offer).where(
        col(Offer.agent_id) == agent_id, col(Offer.state) == OfferState.RINGING
    )
    for seen in tx.session.scalars(statement.order_by(col(Offer.request_id))).all():
        request = tx.lock(Request, seen.request_id)
        tx.session.refresh(seen)
        if seen.state == OfferState.RINGING:
            ringing.withdraw(tx, seen, why)
            ringing.fall_silent(tx, request, f"agent_{why}")


def end_dead_processes(database: Database) -> int:
    """Close the connections of web processes whose lease ran out; how many processes were dead.

    Only when another web process lives: while there is none, nobody could connect, and the clocks of
    agents and customers wait.
    """
    with database.reading(ALL_COMPANIES) as reading:
        processes = list(reading.session.scalars(select(WebProcess)))
        dead = [process.id for process in processes if process.lease_until < reading.now]
        if len(dead) == len(processes):
            return 0
    for process_id in dead:
        _end_process(database, process_id)
    return len(dead)


def _end_process(database: Database, process_id: str) -> None:
    with database.reading(ALL_COMPANIES) as reading:
        statement = select(Connection).where(
            col(Connection.web_process_id) == process_id, col(Connection.closed_at).is_(None)
        )
        left = [
            (connection.company_id, connection.id)
            for connection in reading.session.scalars(statement)
        ]
    for company_id, connection_id in left:
        with database.transaction(company_id) as tx:
            disconnected(tx, connection_id)
    with database.transaction(ALL_COMPANIES) as tx:
        process = tx.session.get(WebProcess, process_id)
        if process is not None and process.lease_until < tx.now:
            tx.session.delete(process)


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


def _is_connected(
    tx: Transaction, *, agent_id: str | None = None, request_id: str | None = None
) -> bool:
    statement = (
        select(func.count()).select_from(Connection).where(col(Connection.closed_at).is_(None))
    )
    whose = (
        col(Connection.agent_id) == agent_id
        if agent_id
        else col(Connection.request_id) == request_id
    )
    return int(tx.session.scalars(statement.where(whose)).one()) > 0


def _seen_within(tx: Transaction, duration: Millis, *, agent_id: str) -> bool:
    if _is_connected(tx, agent_id=agent_id):
        return True
    statement = select(func.max(col(Connection.closed_at))).where(
        col(Connection.agent_id) == agent_id
    )
    last = tx.session.scalars(statement).one()
    return last is not None and tx.now < last + duration


def _resume_sessions(tx: Transaction, agent_id: str) -> None:
    for seen in sessions.live_sessions_of(tx, agent_id):
        request = tx.lock(Request, seen.request_id)
        session = tx.lock(Session, seen.id)
        if session.state == SessionState.RECONNECTING and request.connected:
            meeting.meet(tx, session, request)


def _meet_again(tx: Transaction, request: Request) -> None:
    seen = meeting.live_session(tx, request.id)
    if seen is None:
        return
    session = tx.lock(Session, seen.id)
    if session.state == SessionState.CONNECTING or tx.get(Agent, session.agent_id).connected:
        meeting.meet(tx, session, request)


def _customer_unseen(tx: Transaction, request_id: str) -> None:
    request = tx.lock(Request, request_id)
    request.connected, request.last_seen_at = False, tx.now
    request.version += 1
    tx.session.add(request)
    tx.emit(CustomerUnseen(request.version, lost=False), request_id=request_id)
    if request.state in (*OPEN_REQUEST, RequestState.POSTED):
        absence.start_clocks(tx, request)
    session = meeting.live_session(tx, request_id)
    if session is not None:
        sessions.lose_line(tx, tx.lock(Session, session.id))


def _return_own_line(tx: Transaction, agent_id: str) -> None:
    for seen in filling.own_line(tx, agent_id):
        request = tx.lock(Request, seen.id)
        if request.state == RequestState.IN_LINE:
            request.line_agent_id = None
            to_head_of_line(request)
            move_request(tx, request, RequestHappened.AGENT_LOST, "agent_lost")
            _call_again(tx, request)


def _suspend_sessions(tx: Transaction, agent_id: str) -> None:
    held = sessions.live_sessions_of(tx, agent_id)
    for session in held:
        sessions.lose_line(tx, tx.lock(Session, session.id))
    if held:
        tx.set_deadline("agent_gone", agent_id, AGENT_GONE)


def _call_again(tx: Transaction, request: Request) -> None:
    """A request that may be served again looks for agents in its own way."""
    if request.queue_id is not None:
        ringing.call_agents(tx, request)
    elif request.tier_id is not None:
        ringing.ring_tier(tx, request)
    else:
        ringing.ring_portal(tx, request)
