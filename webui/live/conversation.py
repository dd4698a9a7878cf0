"""Reading the lines of conversations, for snapshots and for what comes after a line.

A conversation belongs to the request: whoever takes over from an agent who was lost reads, like the
customer, what was written before. Who was lost reads nothing that was written afterwards.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from routing.tables import ChatLine, Session
from routing.transaction import Transaction

# Lines of one conversation in a snapshot; the page asks for what is older when it is needed.
LINES_IN_SNAPSHOT = 500


def latest_lines(reading: Transaction, session_id: str) -> list[ChatLine]:
    """The last lines of the conversation up to a session, in order."""
    newest = col(ChatLine.number).desc()
    statement = select(ChatLine).where(_up_to(session_id))
    found = reading.session.scalars(statement.order_by(newest).limit(LINES_IN_SNAPSHOT))
    return list(reversed(found.all()))


def lines_between(reading: Transaction, session_id: str, after: int, limit: int) -> list[ChatLine]:
    """Up to `limit` lines with numbers above `after`, in order."""
    statement = (
        select(ChatLine)
        .where(_up_to(session_id), col(ChatLine.number) > after)
        .order_by(col(ChatLine.number))
        .limit(limit)
    )
    return list(reading.session.scalars(statement))


def _up_to(session_id: str) -> ColumnElement[bool]:
    """Lines of this session and of the earlier ones of its request (identifiers grow with time)."""
    request = select(Session.request_id).where(col(Session.id) == session_id).scalar_subquery()
    sessions = select(Session.id).where(
        col(Session.request_id) == request, col(Session.id) <= session_id
    )
    return col(ChatLine.session_id).in_(sessions)
