"""One unit of work: rows, events and owed messages that become true together or not at all."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session
from sqlalchemy.sql import Executable

from routing.clock import SECOND, Millis
from routing.errors import NotFound
from routing.events import Event, body_of, routing_key_of
from routing.identifiers import new_id
from routing.scope import AllCompanies
from routing.tables.deadline import Deadline
from routing.tables.event import EventRow
from routing.tables.outbox import OutboxMessage
from routing.topology import EVENTS, WORK, timer_key

# How long the process that committed a message keeps it for itself before the sweep takes it over.
OUTBOX_LEASE: Millis = 5 * SECOND

Row = TypeVar("Row")
#: FOR NO KEY UPDATE, as whoever changes a row but its key needs it.
_FOR_UPDATE = {"key_share": True}


class Transaction:
    """What an action works with. `now` is one time for the whole transaction (ms since the epoch)."""

    def __init__(self, session: Session, company: str | AllCompanies, now: Millis) -> None:
        self.session = session
        self.now = now
        self._company = company
        self.outbox_ids: list[str] = []
        # The bodies of the events emitted, so that the process that made them need not wait for the broker.
        self.happened: list[dict[str, Any]] = []
        self._owed_tasks: set[tuple[str, str, str]] = set()

    @property
    def company_id(self) -> str:
        """The company this transaction belongs to; an error when it belongs to all of them."""
        if isinstance(self._company, AllCompanies):
            raise TypeError("a transaction over all companies has no company of its own")
        return self._company

    def get(self, table: type[Row], row_id: str | None) -> Row:
        """The row with this id in this company; raises `NotFound` when there is none."""
        row = self.find(table, row_id)
        if row is None:
            raise NotFound(what=table.__name__.lower(), id=row_id)
        return row

    def find(self, table: type[Row], row_id: str | None) -> Row | None:
        """The row with this id in this company, or None."""
        if row_id is None:
            return None
        row = self.session.get(table, row_id)
        mine = (
            isinstance(self._company, AllCompanies)
            or getattr(row, "company_id", self._company) == self._company
        )
        return row if mine else None

    def lock(self, table: type[Row], row_id: str | None) -> Row:
        """Like `get`, with the row locked until the end (PostgreSQL; SQLite has locked everything).

        Others may meanwhile write rows that refer to it.
        """
        row = (
            self.session.get(table, row_id, with_for_update=_FOR_UPDATE, populate_existing=True)
            if row_id
            else None
        )
        if row is None or getattr(row, "company_id", None) != self.company_id:
            raise NotFound(what=table.__name__.lower(), id=row_id)
        return row

    def add(self, row: Any) -> None:
        """Write a new row at once."""
        self.session.add(row)
        self.session.flush()

    def change(self, statement: Executable) -> int:
        """Run a conditional update or delete; how many rows it changed (1 wins, 0 lost)."""
        self.session.flush()
        result = self.session.execute(statement, execution_options={"synchronize_session": "fetch"})
        assert isinstance(result, CursorResult)
        return int(result.rowcount)

    def emit(
        self,
        happened: Event,
        *,
        request_id: str | None = None,
        session_id: str | None = None,
        agent_id: str | None = None,
    ) -> None:
        """Record an event about these subjects and owe it to the `events` exchange."""
        row = EventRow(
            company_id=self.company_id,
            name=happened.name,
            major=happened.major,
            at=self.now,
            data=happened.data(),
            request_id=request_id,
            session_id=session_id,
            agent_id=agent_id,
        )
        self.session.add(row)
        body = body_of(happened, row)
        self.happened.append(body)
        self._owe(EVENTS, routing_key_of(happened), None, body)

    def send_task(self, task: str, routing_key: str, *arguments: str) -> None:
        """Owe a task message to the `work` exchange; the same one twice in a transaction is sent once."""
        owed = (task, routing_key, "\0".join(arguments))
        if owed in self._owed_tasks:
            return
        self._owed_tasks.add(owed)
        self._owe(WORK, routing_key, task, {"args": list(arguments), "kwargs": {}})

    def set_deadline(self, kind: str, subject_id: str, after: Millis) -> Deadline:
        """Something to do `after` ms from now with the subject, if it then still has to be done.

        A message into `timer.<after>` starts the clock; the sweep acts when that message is lost.
        """
        deadline = Deadline(
            company_id=self.company_id,
            kind=kind,
            subject_id=subject_id,
            due_at=self.now + after,
            created_at=self.now,
        )
        self.session.add(deadline)
        body = {"args": [self.company_id, deadline.id], "kwargs": {}}
        self._owe(WORK, timer_key(after), "deadline.act", body)
        return deadline

    def seal(self) -> None:
        """Write what is still unwritten, just before the commit."""
        self.session.flush()

    def _owe(self, exchange: str, routing_key: str, task: str | None, body: dict[str, Any]) -> None:
        message = OutboxMessage(
            id=new_id(),
            company_id=self.company_id,
            exchange=exchange,
            routing_key=routing_key,
            task=task,
            body=body,
            created_at=self.now,
            lease_until=self.now + OUTBOX_LEASE,
        )
        self.session.add(message)
        self.outbox_ids.append(message.id)
