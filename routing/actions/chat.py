"""The conversation of a session: every line once, in order, however often it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from routing import texts
from routing.actions import meeting
from routing.errors import Conflict, InvalidInput, NotFound
from routing.events import ChatMarked, ChatWritten
from routing.identifiers import is_id
from routing.lifecycle import LIVE_SESSION
from routing.permissions import Actor
from routing.tables import ChatLine, Participant, Session
from routing.transaction import Transaction

LINES_AT_ONCE = 100


@dataclass(frozen=True)
class AgentAuthor:
    """An agent who writes in a session they take part in."""

    actor: Actor


@dataclass(frozen=True)
class CustomerAuthor:
    """The customer of one request, who writes in its session."""

    request_id: str


Writer = AgentAuthor | CustomerAuthor


@dataclass(frozen=True)
class NewLine:
    """A line to write; `id` is made by the writer's side (a UUID), so that a retry never doubles."""

    id: str
    text: str


def write(
    tx: Transaction, writer: Writer, session_id: str | None, lines: Sequence[NewLine]
) -> dict[str, int]:
    """Append the lines that are not there yet, in the order given; the number of each by its id.

    A customer's `session_id` may be None: the session of their request. Raises `NotFound` for whoever
    takes no part, `Conflict` (reason session_ended) after the end, `InvalidInput` for a bad line.
    """
    if len(lines) > LINES_AT_ONCE:
        raise InvalidInput(field="lines", reason="too_many", limit=LINES_AT_ONCE)
    session = tx.lock(Session, _session_id(tx, writer, session_id))
    author = _participant(tx, writer, session)
    known = _known_numbers(tx, session, lines)
    # By id, because a line may stand twice in one message, too.
    new = {line.id: line for line in lines if line.id not in known}
    if new:
        _require_live(session, author)
        known.update({line.id: _append(tx, session, author, line) for line in new.values()})
        tx.emit(
            ChatWritten(session.next_line - 1), request_id=session.request_id, session_id=session.id
        )
    return known


def mark(
    tx: Transaction, writer: Writer, session_id: str | None, delivered: int, read: int
) -> Participant:
    """Note how far a participant has received and read; marks only ever go forward."""
    session = tx.lock(Session, _session_id(tx, writer, session_id))
    participant = _participant(tx, writer, session)
    last = session.next_line - 1
    before = (participant.delivered, participant.read)
    participant.read = max(participant.read, min(read, last))
    participant.delivered = max(participant.delivered, min(delivered, last), participant.read)
    if (participant.delivered, participant.read) != before:
        tx.session.add(participant)
        happened = ChatMarked(
            participant.id, participant.kind, participant.delivered, participant.read
        )
        tx.emit(happened, request_id=session.request_id, session_id=session.id)
    return participant


def may_read(tx: Transaction, actor: Actor, session_id: str) -> bool:
    """Whether this agent takes or took part in the session."""
    statement = select(Participant.id).where(
        col(Participant.session_id) == session_id, col(Participant.account_id) == actor.account_id
    )
    return tx.session.scalars(statement).first() is not None


def _session_id(tx: Transaction, writer: Writer, session_id: str | None) -> str:
    if isinstance(writer, AgentAuthor):
        return tx.get(Session, session_id).id
    session = meeting.live_session(tx, writer.request_id) or meeting.latest_session(
        tx, writer.request_id
    )
    if session is None or session_id not in (None, session.id):
        raise NotFound(what="session", id=session_id)
    return session.id


def _participant(tx: Transaction, writer: Writer, session: Session) -> Participant:
    mine = select(Participant).where(col(Participant.session_id) == session.id)
    if isinstance(writer, AgentAuthor):
        mine = mine.where(col(Participant.account_id) == writer.actor.account_id)
    else:
        mine = mine.where(col(Participant.kind) == "customer")
    found = tx.session.scalars(mine.order_by(col(Participant.joined_at).desc())).first()
    if found is None:
        raise NotFound(what="session", id=session.id)
    return found


def _require_live(session: Session, author: Participant) -> None:
    if session.state not in LIVE_SESSION:
        raise Conflict(reason="session_ended")
    if author.left_at is not None:
        raise Conflict(reason="left_session")


def _known_numbers(tx: Transaction, session: Session, lines: Sequence[NewLine]) -> dict[str, int]:
    ids = [line.id for line in lines]
    # Small letters only: to PostgreSQL the same id in capitals is the same, to SQLite another.
    if not all(is_id(line_id) and line_id == line_id.lower() for line_id in ids):
        raise InvalidInput(field="lines.id", reason="not_a_uuid")
    known = list(tx.session.scalars(select(ChatLine).where(col(ChatLine.id).in_(ids))))
    if not {line.session_id for line in known} <= _sessions_of_request(tx, session):
        raise InvalidInput(field="lines.id", reason="used_elsewhere")
    return {line.id: line.number for line in known}


def _sessions_of_request(tx: Transaction, session: Session) -> set[str]:
    """A line may have been written in an earlier session of the request, and its answer lost with it."""
    statement = select(Session.id).where(col(Session.request_id) == session.request_id)
    return set(tx.session.scalars(statement))


def _append(tx: Transaction, session: Session, author: Participant, line: NewLine) -> int:
    number = session.next_line
    session.next_line = number + 1
    text = texts.many_lines("lines.text", line.text, texts.LINE_LIMIT, required=True)
    tx.session.add(session)
    row = ChatLine(
        id=line.id,
        company_id=tx.company_id,
        session_id=session.id,
        number=number,
        author=author.kind,
        author_id=author.id,
        author_name=author.name,
        text=text,
        written_at=tx.now,
    )
    try:
        tx.add(row)
    except IntegrityError as error:
        # In another company, whose rows are not seen from here.
        raise InvalidInput(field="lines.id", reason="used_elsewhere") from error
    return number


def say(tx: Transaction, session: Session, code: str) -> None:
    """Add a line of the system's own to the conversation: a code that clients put into words."""
    number = session.next_line
    session.next_line = number + 1
    tx.session.add(session)
    tx.add(
        ChatLine(
            company_id=tx.company_id,
            session_id=session.id,
            number=number,
            author="system",
            code=code,
            written_at=tx.now,
        )
    )
    tx.emit(ChatWritten(number), request_id=session.request_id, session_id=session.id)
