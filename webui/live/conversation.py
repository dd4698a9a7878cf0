"""Reading the lines of conversations, for snapshots and for what comes after a line."""

from __future__ import annotations

from sqlmodel import col, select

from routing.tables import ChatLine
from routing.transaction import Transaction

# Lines of one session in a snapshot; the page asks for what is older when it is needed.
LINES_IN_SNAPSHOT = 500


def latest_lines(reading: Transaction, session_id: str) -> list[ChatLine]:
    """The last lines of a session, in order."""
    newest = col(ChatLine.number).desc()
    statement = select(ChatLine).where(col(ChatLine.session_id) == session_id)
    found = reading.session.scalars(statement.order_by(newest).limit(LINES_IN_SNAPSHOT))
    return list(reversed(found.all()))


def lines_between(reading: Transaction, session_id: str, after: int, limit: int) -> list[ChatLine]:
    """Up to `limit` lines with numbers above `after`, in order."""
    statement = (
        select(ChatLine)
        .where(col(ChatLine.session_id) == session_id, col(ChatLine.number) > after)
        .order_by(col(ChatLine.number))
        .limit(limit)
    )
    return list(reading.session.scalars(statement))
