"""Requests coming in: posted once however often they are sent, screened, and left by their customers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from routing import forms, mail_addresses, texts
from routing.actions import absence, chat, filling, meeting, ringing, sessions, withdrawing
from routing.actions.moves import move_request
from routing.clock import DAY, Millis
from routing.database import ALL_COMPANIES, Database
from routing.errors import InvalidInput, KeyReused, NotFound, PortalClosed, QueueFull, UnknownPortal
from routing.events import RequestPosted
from routing.identifiers import new_id
from routing.lifecycle import LIVE_SESSION, OPEN_REQUEST, RequestHappened, RequestState
from routing.tables import Portal, PostedKey, Queue, Request, Session
from routing.topology import portal_key
from routing.transaction import Transaction

KEY_LIMIT = 100
KEY_KEPT: Millis = DAY


@dataclass(frozen=True)
class NewRequest:
    """What a customer posts. `answers` are those of the portal's form, by field name."""

    idempotency_key: str
    name: str
    question: str = ""
    email: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    language: str = ""
    page_url: str = ""
    referrer: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class Posted:
    """The request that was made, or the one made before under the same key (`repeated`)."""

    request_id: str
    state: str
    repeated: bool


def find_portal(database: Database, key: str) -> Portal:
    """The portal with this public key, whichever company it belongs to; raises `UnknownPortal`."""
    with database.reading(ALL_COMPANIES) as reading:
        portal = reading.session.scalars(select(Portal).where(col(Portal.key) == key)).first()
    if portal is None:
        raise UnknownPortal(key=texts.cut(key, 60))
    return portal


def post(tx: Transaction, portal_id: str, new: NewRequest) -> Posted:
    """Take a request in, once per idempotency key.

    Raises `KeyReused` when the key was used with another content, `PortalClosed`, `QueueFull`,
    `InvalidInput` naming the field.
    """
    portal = tx.get(Portal, portal_id)
    _require_key(new.idempotency_key)
    before = _posted_before(tx, portal, new)
    if before is not None:
        return before
    request = _checked_request(tx, portal, new)
    try:
        with tx.session.begin_nested():
            tx.session.add(request)
            tx.session.flush()
            tx.session.add(_posted_key(tx, portal, new, request.id))
            tx.session.flush()
    except IntegrityError:
        again = _posted_before(tx, portal, new)
        if again is None:
            raise
        return again
    _announce(tx, portal, request)
    return Posted(request.id, request.state, repeated=False)


def screen(tx: Transaction, request_id: str) -> None:
    """Let a posted request in: into its queue's line, or ringing at everybody who serves its portal."""
    request = tx.lock(Request, request_id)
    if request.state != RequestState.POSTED:
        return
    move_request(tx, request, RequestHappened.SCREENED, "posted")
    ringing.call_again(tx, request)


def leave(tx: Transaction, request_id: str) -> None:
    """The customer leaves: an open request is abandoned, a session goes on without them."""
    request = tx.lock(Request, request_id)
    if request.state in (*OPEN_REQUEST, RequestState.POSTED):
        abandon(tx, request, tx.now, "left")
        return
    session = meeting.live_session(tx, request_id)
    if session is not None and session.state in LIVE_SESSION:
        _leave_session(tx, request, session.id)


def abandon(tx: Transaction, request: Request, left_at: Millis, why: str) -> None:
    """Close an open request (locked) whose customer is gone since `left_at`."""
    request.closed_at = left_at
    request.end_reason = why
    request.line_agent_id = None
    move_request(tx, request, RequestHappened.LEFT, why)
    filling.alerts_gone(tx, withdrawing.withdraw_all(tx, request, "left"))


def _leave_session(tx: Transaction, request: Request, session_id: str) -> None:
    session = tx.lock(Session, session_id)
    if not sessions.has_customer(tx, session_id):
        return
    request.end_reason = "customer_left"
    sessions.customer_leaves(tx, request, session)
    chat.say(tx, session, "customer_left")


def _require_key(key: str) -> None:
    if not key or len(key) > KEY_LIMIT or not key.isprintable():
        raise InvalidInput(
            field="Idempotency-Key", reason="required" if not key else "unusable", limit=KEY_LIMIT
        )


def _posted_before(tx: Transaction, portal: Portal, new: NewRequest) -> Posted | None:
    statement = select(PostedKey).where(
        col(PostedKey.portal_id) == portal.id, col(PostedKey.key) == new.idempotency_key
    )
    known = tx.session.scalars(statement).first()
    if known is None:
        return None
    if known.content_hash != _content_hash(new):
        raise KeyReused(key=new.idempotency_key)
    return Posted(known.request_id, tx.get(Request, known.request_id).state, repeated=True)


def _posted_key(tx: Transaction, portal: Portal, new: NewRequest, request_id: str) -> PostedKey:
    return PostedKey(
        company_id=tx.company_id,
        portal_id=portal.id,
        key=new.idempotency_key,
        content_hash=_content_hash(new),
        request_id=request_id,
        created_at=tx.now,
    )


def _content_hash(new: NewRequest) -> str:
    """What makes two posts the same: what the customer said, not where their browser says it is."""
    said = [new.name, new.question, new.email, sorted(new.answers.items())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _checked_request(tx: Transaction, portal: Portal, new: NewRequest) -> Request:
    _require_open(tx, portal)
    answers = forms.checked(portal.form, new.answers)
    return Request(
        id=new_id(),
        company_id=tx.company_id,
        portal_id=portal.id,
        queue_id=_queue_of(portal),
        state=RequestState.POSTED,
        customer_name=texts.one_line("name", new.name, texts.NAME_LIMIT, required=True),
        customer_email=_checked_email(new.email) or forms.email(portal.form, answers),
        question=texts.many_lines("question", new.question, texts.QUESTION_LIMIT),
        form=answers,
        language=texts.cut(new.language, 8) or portal.language,
        page_url=texts.cut(new.page_url, texts.ADDRESS_LIMIT),
        referrer=texts.cut(new.referrer, texts.ADDRESS_LIMIT),
        user_agent=texts.cut(new.user_agent, 400),
        posted_at=tx.now,
        line_since=tx.now,
        last_seen_at=tx.now,
    )


def _checked_email(given: str) -> str:
    written = [given] if given.strip() else []
    return "".join(mail_addresses.checked("email", written, required=False))


def _require_open(tx: Transaction, portal: Portal) -> None:
    if not portal.open:
        raise PortalClosed(portal=portal.key)
    queue_id = _queue_of(portal)
    if queue_id is None:
        return
    limit = tx.get(Queue, queue_id).max_waiting
    if limit is not None and _waiting_in(tx, queue_id) >= limit:
        raise QueueFull(limit=limit)


def _queue_of(portal: Portal) -> str | None:
    """The queue that requests of this portal wait in, from the moment they are posted."""
    return portal.queue_id if portal.mode == "queue" else None


def _waiting_in(tx: Transaction, queue_id: str) -> int:
    statement = select(func.count()).select_from(Request)
    waiting = statement.where(
        col(Request.queue_id) == queue_id,
        col(Request.state).in_([*OPEN_REQUEST, RequestState.POSTED]),
    )
    return int(tx.session.scalars(waiting).one())


def _announce(tx: Transaction, portal: Portal, request: Request) -> None:
    tx.emit(RequestPosted(request.version, portal.id), request_id=request.id)
    tx.send_task("portal.screen", portal_key(portal.type), tx.company_id, request.id)
    absence.start_clocks(tx, request)


def require_request(tx: Transaction, request_id: str) -> Request:
    """The request a customer's token names; raises `NotFound`."""
    request = tx.find(Request, request_id)
    if request is None:
        raise NotFound(what="request", id=request_id)
    return request
