"""The moment a request becomes a session: opening it, and agent and customer meeting in it."""

from __future__ import annotations

from sqlmodel import col, select

from routing.actions import ringing
from routing.actions.moves import move_request, move_session
from routing.events import SessionConnecting
from routing.identifiers import new_session_number
from routing.lifecycle import (
    LIVE_SESSION,
    RequestHappened,
    RequestState,
    SessionHappened,
    SessionState,
)
from routing.tables import Account, Participant, Request, Session
from routing.transaction import Transaction


def open_session(
    tx: Transaction, request: Request, agent_id: str, happened: RequestHappened
) -> Session:
    """Give a request (locked; the agent's room already taken) its session; they meet if the customer is there."""
    move_request(tx, request, happened)
    request.accepted_at = request.accepted_at or tx.now
    request.line_agent_id = None
    session = _new_session(tx, request, agent_id)
    _join(tx, session, request, agent_id)
    tx.emit(
        SessionConnecting(session.version),
        request_id=request.id,
        session_id=session.id,
        agent_id=agent_id,
    )
    if request.connected:
        meet(tx, session, request)
    return session


def meet(tx: Transaction, session: Session, request: Request) -> None:
    """Both are there: a connecting session becomes active, a reconnecting one goes on."""
    if session.state == SessionState.CONNECTING:
        session.active_at = tx.now
        move_session(tx, session, SessionHappened.MET)
    elif session.state == SessionState.RECONNECTING:
        move_session(tx, session, SessionHappened.LINE_BACK)
    if request.state == RequestState.ACCEPTED:
        move_request(tx, request, RequestHappened.MET)


def live_session(tx: Transaction, request_id: str) -> Session | None:
    """The request's session that has not ended, if it has one."""
    statement = select(Session).where(
        col(Session.request_id) == request_id, col(Session.state).in_([*LIVE_SESSION])
    )
    return tx.session.scalars(statement).first()


def latest_session(tx: Transaction, request_id: str) -> Session | None:
    """The request's newest session, live or ended."""
    statement = select(Session).where(col(Session.request_id) == request_id)
    return tx.session.scalars(
        statement.order_by(col(Session.began_at).desc(), col(Session.id).desc())
    ).first()


def _new_session(tx: Transaction, request: Request, agent_id: str) -> Session:
    earlier = latest_session(tx, request.id)
    session = Session(
        company_id=tx.company_id,
        number=_free_number(tx),
        request_id=request.id,
        portal_id=request.portal_id,
        queue_id=request.queue_id,
        agent_id=agent_id,
        began_at=tx.now,
        wrap_up=ringing.timing_of(tx, request).wrap_up,
        next_line=earlier.next_line if earlier else 1,
    )
    tx.add(session)
    return session


def _free_number(tx: Transaction) -> str:
    while True:
        number = new_session_number()
        if (
            tx.session.scalars(select(Session.id).where(col(Session.number) == number)).first()
            is None
        ):
            return number


def _join(tx: Transaction, session: Session, request: Request, agent_id: str) -> None:
    agent = tx.get(Account, agent_id)
    tx.add(
        Participant(
            company_id=tx.company_id,
            session_id=session.id,
            kind="agent",
            account_id=agent_id,
            name=agent.name,
            controlling=True,
            joined_at=tx.now,
        )
    )
    tx.add(
        Participant(
            company_id=tx.company_id,
            session_id=session.id,
            kind="customer",
            name=request.customer_name,
            joined_at=tx.now,
        )
    )
