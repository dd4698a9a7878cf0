"""A session's life after the meeting: notes, lost and regained lines, its end and the time after it."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col, select

from routing import texts
from routing.actions import absence, agent_states, filling, outages, room, withdrawing
from routing.actions.moves import move_request, move_session, to_head_of_line
from routing.clock import Millis
from routing.errors import Conflict, Forbidden, InvalidInput, NotFound
from routing.events import SessionChanged
from routing.lifecycle import LIVE_SESSION, RequestHappened, SessionHappened, SessionState
from routing.permissions import Actor, Permission, require
from routing.tables import Agent, Participant, Request, Session
from routing.transaction import Transaction

RESOLUTIONS = ("resolved", "unresolved", "unknown")
TICKET_LIMIT = 80


def end(
    tx: Transaction,
    actor: Actor,
    session_id: str,
    resolution: str,
    ticket: str = "",
    notes: str | None = None,
) -> Session:
    """The agent in control ends the session for all. Ending it twice in the same way changes nothing.

    Raises `InvalidInput` for an unknown resolution, `Forbidden` for anybody but the agent in control,
    `Conflict` (reason session_ended) when it has ended in another way: what was said then stays.
    """
    require(actor, Permission.END_SESSION)
    if resolution not in RESOLUTIONS:
        raise InvalidInput(field="resolution", reason="unknown_value")
    request, session = lock_own(tx, actor, session_id)
    ticket = texts.one_line("ticket", ticket, TICKET_LIMIT)
    notes = session.notes if notes is None else texts.many_lines("notes", notes, texts.NOTES_LIMIT)
    if session.state == SessionState.ENDED:
        if (session.resolution, session.ticket, session.notes) != (resolution, ticket, notes):
            raise Conflict(reason="session_ended")
        return session
    session.resolution, session.ticket, session.notes = resolution, ticket, notes
    _close(tx, session, "agent", tx.now)
    _close_request(tx, request, tx.now)
    _after_session(tx, session)
    return session


def write_notes(tx: Transaction, actor: Actor, session_id: str, notes: str) -> Session:
    """Keep the agent's notes; the customer never sees them.

    Raises `Conflict` (reason session_ended) after the end: a save on its way must not undo the last word.
    """
    require(actor, Permission.WRITE_NOTES)
    _, session = lock_own(tx, actor, session_id)
    cleaned = texts.many_lines("notes", notes, texts.NOTES_LIMIT)
    if session.state == SessionState.ENDED:
        if cleaned != session.notes:
            raise Conflict(reason="session_ended")
        return session
    session.notes = cleaned
    session.version += 1
    tx.session.add(session)
    _say_changed(tx, session)
    return session


def end_wrap_up(tx: Transaction, actor: Actor) -> Agent:
    """The agent is ready before the time after their sessions is over; the sessions keep what it took."""
    require(actor, Permission.SET_OWN_STATE)
    agent = tx.lock(Agent, actor.account_id)
    if agent.wrap_up_until is not None and agent.wrap_up_until > tx.now:
        _cut_wrap_up(tx, agent.id)
    return wrap_up_over(tx, agent.id)


def wrap_up_over(tx: Transaction, agent_id: str) -> Agent:
    """The time after the session is over, by the clock or because the agent is ready."""
    agent = tx.lock(Agent, agent_id)
    if agent.wrap_up_until is not None:
        agent.wrap_up_until = None
        agent.version += 1
        agent.idle_since = tx.now
        tx.session.add(agent)
        agent_states.record(tx, agent_id)
        filling.fill(tx, agent_id)
    return tx.lock(Agent, agent_id)


def lose_line(tx: Transaction, session: Session) -> None:
    """One side of an active session is gone; the other waits."""
    if session.state in (SessionState.ACTIVE, SessionState.HANDING_OVER):
        move_session(tx, session, SessionHappened.LINE_LOST)


def give_up(tx: Transaction, session_id: str) -> None:
    """The agent is lost for good: the session ends, and its customer is first in line again.

    One who had left the session wants nothing any more: the request is closed with it. After an outage
    the session lasted until its agent was last seen.
    """
    request, session = _lock(tx, session_id)
    if session.state not in LIVE_SESSION:
        return
    customer_stayed = has_customer(tx, session_id)
    session.resolution = "unknown"
    # Nobody is there to do the after-work.
    session.wrap_up = 0
    ended_at = max(session.began_at, outages.gone_since(tx, session.agent_id))
    _close(tx, session, "lost", ended_at)
    if customer_stayed:
        _return_to_line(tx, request)
    else:
        _close_request(tx, request, ended_at)
    room.give_back(tx, session.agent_id)
    agent_states.record(tx, session.agent_id, since=ended_at)


def _return_to_line(tx: Transaction, request: Request) -> None:
    to_head_of_line(request)
    move_request(tx, request, RequestHappened.AGENT_LOST, "agent_lost")
    if not request.connected:
        absence.start_clocks(tx, request)


def _close_request(tx: Transaction, request: Request, at: Millis) -> None:
    request.closed_at = at
    # A customer who left before the end stays known to have done so.
    request.end_reason = request.end_reason or "ended"
    move_request(tx, request, RequestHappened.ENDED)


def _close(tx: Transaction, session: Session, ended_by: str, at: Millis) -> None:
    """End a session (locked) and let everybody leave it; the request's own move is the caller's."""
    session.ended_at = at
    session.ended_by = ended_by
    move_session(tx, session, SessionHappened.ENDED)
    for participant in present(tx, session.id):
        participant.left_at = at
        tx.session.add(participant)
    tx.session.flush()


def customer_leaves(tx: Transaction, request: Request, session: Session) -> None:
    """The customer leaves a session (both locked); it is the agent who ends it."""
    for participant in present(tx, session.id):
        if participant.kind == "customer":
            participant.left_at = tx.now
            tx.session.add(participant)
    session.version += 1
    tx.session.add(session)
    request.version += 1
    tx.session.add(request)
    _say_changed(tx, session)


def present(tx: Transaction, session_id: str) -> list[Participant]:
    """Who is in the session now."""
    statement = select(Participant).where(
        col(Participant.session_id) == session_id, col(Participant.left_at).is_(None)
    )
    return list(tx.session.scalars(statement))


def has_customer(tx: Transaction, session_id: str) -> bool:
    """Whether the customer is still in the session, connected or not."""
    return any(participant.kind == "customer" for participant in present(tx, session_id))


def live_sessions_of(tx: Transaction, agent_id: str) -> list[Session]:
    """The sessions this agent controls now, oldest first."""
    statement = select(Session).where(
        col(Session.agent_id) == agent_id, col(Session.state).in_([*LIVE_SESSION])
    )
    return list(tx.session.scalars(statement.order_by(col(Session.id))))


def lock_own(tx: Transaction, actor: Actor, session_id: str) -> tuple[Request, Session]:
    """The session of which the actor is in control, and its request, both locked."""
    request, session = _lock(tx, session_id)
    if session.agent_id != actor.account_id:
        if actor.may(Permission.SEE_COMPANY):
            raise Forbidden(what="session", id=session_id)
        raise NotFound(what="session", id=session_id)
    return request, session


def _lock(tx: Transaction, session_id: str) -> tuple[Request, Session]:
    seen = tx.get(Session, session_id)
    request = tx.lock(Request, seen.request_id)
    return request, tx.lock(Session, session_id)


def _say_changed(tx: Transaction, session: Session) -> None:
    tx.emit(
        SessionChanged(session.version),
        request_id=session.request_id,
        session_id=session.id,
        agent_id=session.agent_id,
    )


def _after_session(tx: Transaction, session: Session) -> None:
    """Room, wrap-up and automatic unavailability of the agent who was in control."""
    room.give_back(tx, session.agent_id)
    agent = tx.lock(Agent, session.agent_id)
    if session.wrap_up > 0:
        _wrap_up(tx, agent, session.wrap_up)
    if agent.auto_unavailable:
        agent.status, agent.reason, agent.status_since = "unavailable", "after_session", tx.now
    tx.session.add(agent)
    agent_states.record(tx, agent.id)
    if not agent_states.is_available(agent):
        withdrawing.withdraw_from_agent(tx, agent.id, "unavailable")
    filling.fill(tx, agent.id)


def _cut_wrap_up(tx: Transaction, agent_id: str) -> None:
    """Reports count the wrap-up that was taken: that of the sessions it still ran for ends now."""
    running = update(Session).where(
        col(Session.agent_id) == agent_id,
        col(Session.state) == SessionState.ENDED,
        col(Session.ended_at) + col(Session.wrap_up) > tx.now,
    )
    tx.change(running.values(wrap_up=tx.now - col(Session.ended_at), version=Session.version + 1))


def _wrap_up(tx: Transaction, agent: Agent, duration: Millis) -> None:
    agent.wrap_up_until = max(agent.wrap_up_until or 0, tx.now + duration)
    tx.set_deadline("wrap_up_over", agent.id, duration)
