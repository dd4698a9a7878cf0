"""The statements that write history by the thousand: what all rows have in common stands in their text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import Insert, bindparam, false, insert, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import SQLModel

from routing.tables import AgentState, Request, Session
from routing.transaction import Transaction

#: The values of one row's own columns: identifiers as hexadecimal digits, which every driver takes.
Values = tuple[str | int | None, ...]

#: Rows of one statement: more gains nothing, fewer show progress more often.
CHUNK = 5_000

_CACHE_KIB = 65_536

_EMPTY: ColumnElement[Any] = literal_column("''")
_NONE: ColumnElement[Any] = literal_column("NULL")


def number(value: int) -> ColumnElement[Any]:
    """A number that all rows have."""
    return literal_column(str(value))


def word(value: str) -> ColumnElement[Any]:
    """A word of this program's own, without quotes in it, that all rows have."""
    assert value.replace("_", "").isalnum()
    return literal_column(f"'{value}'")


def _insert(table: type[SQLModel], same: dict[str, ColumnElement[Any]], *own: str) -> Insert:
    """Every column is named, so that nothing is worked out row by row."""
    columns = table.__table__.columns  # type: ignore[attr-defined]
    assert {column.name for column in columns} == same.keys() | set(own)
    assert [column.name for column in columns if column.name in own] == list(own)
    # On the table itself: the model's insert would keep an eye on each row.
    statement = insert(table.__table__)  # type: ignore[attr-defined]
    return statement.values({**same, **{name: bindparam(name) for name in own}})


INSERT_REQUESTS = _insert(
    Request,
    {
        **dict.fromkeys(
            ("customer_email", "question", "page_url", "referrer", "user_agent"), _EMPTY
        ),
        **dict.fromkeys(("tier_id", "line_agent_id", "first_offered_at"), _NONE),
        **dict.fromkeys(("connected", "lost"), false()),
        **dict.fromkeys(("version", "round"), number(1)),
        "warning_level": number(0),
        "kind": word("new"),
        "language": word("en"),
        "form": literal_column("'{}'"),
    },
    *("company_id", "id", "portal_id", "queue_id", "state", "priority", "customer_name"),
    *("posted_at", "line_since", "last_seen_at", "accepted_at", "closed_at", "end_reason"),
)
INSERT_SESSIONS = _insert(
    Session,
    {
        **dict.fromkeys(("ended_by", "ticket", "notes"), _EMPTY),
        "state": word("ended"),
        "resolution": word("unknown"),
        "wrap_up": number(0),
        **dict.fromkeys(("version", "next_line"), number(1)),
    },
    *("company_id", "id", "number", "request_id", "portal_id", "queue_id", "agent_id"),
    *("began_at", "active_at", "ended_at"),
)
INSERT_STATES = _insert(
    AgentState,
    {"reason": _EMPTY},
    *("company_id", "id", "agent_id", "state", "began_at", "ended_at"),
)


class Bulk:
    """Writes rows by the thousand in one transaction, past SQLAlchemy's work on each of them."""

    def __init__(self, tx: Transaction) -> None:
        self._connection = tx.session.connection()
        if self._connection.dialect.name == "sqlite":
            # Index pages of this many KiB are kept while they are added to.
            self._connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")

    def write(self, statement: Insert, rows: Iterable[Values]) -> int:
        """Writes `rows`, each a value for every column of the statement's own, in their order; how many."""
        compiled = statement.compile(dialect=self._connection.dialect)
        names = None if compiled.positional else tuple(compiled.params)
        left = iter(rows)
        written = 0
        while chunk := list(islice(left, CHUNK)):
            given = (
                chunk if names is None else [dict(zip(names, row, strict=True)) for row in chunk]
            )
            self._connection.exec_driver_sql(compiled.string, given)
            written += len(chunk)
        return written
