"""What was committed gets published: at once by the process that committed it, or by the sweep.

A row of the outbox is deleted only after the broker has confirmed its message. Whoever dies in
between leaves a row whose lease runs out, and the sweep publishes it, perhaps for a second time:
consumers are idempotent. While the broker is down the rows simply stay.
"""

from __future__ import annotations

import logging
import os
import select
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Protocol, TypeVar

import sqlalchemy as sql
from sqlmodel import col

from routing.broker import Broker, BrokerDown, Message
from routing.clock import SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.errors import DatabaseBusy
from routing.tables.outbox import OutboxMessage

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class RunIn(Protocol):
    """Runs a function that talks to the database, and returns what it returns."""

    def __call__(self, function: Callable[[], Result], /) -> Result: ...


#: Messages in one confirmed batch: enough that the confirmation's round trip costs nothing each,
#: few enough that a failure repeats little.
BATCH = 500
#: How long the sweep has for what it took, before another sweep takes it over.
SWEEP_LEASE: Millis = 5 * SECOND
#: Rows are not kept in the session, so there is nothing to synchronise.
_UNSYNCHRONISED = {"synchronize_session": False}
#: Seconds without work after which the publisher asks whether the broker is still there.
_IDLE = 1.0
#: Seconds before a batch that failed is tried again.
_PAUSE = 0.25
#: Seconds that stopping may take.
_LAST_WORK = 5.0
#: Messages remembered while the broker is down; older ones are the sweep's long since.
_REMEMBERED = 20_000


def sweep(database: Database, broker: Broker) -> int:
    """Publishes what a dead process or an absent broker left behind, oldest first.

    Returns how many messages were published; stops early, without an error, when the broker is
    down. Any number of processes may sweep at once: each takes rows by a lease.
    """
    if not _left_behind(database) or not broker.check():
        return 0
    published = 0
    while messages := _lease(database):
        try:
            confirmed = broker.publish(messages)
        except BrokerDown:
            break
        _delete(database, confirmed)
        published += len(confirmed)
        if len(messages) < BATCH or not confirmed:
            break
    return published


def _left_behind(database: Database) -> bool:
    # Read first: taking the write lock every second only to find nothing would cost every writer.
    with database.reading(ALL_COMPANIES) as reading:
        overdue = sql.select(col(OutboxMessage.id)).where(
            col(OutboxMessage.lease_until) < reading.now
        )
        return reading.session.execute(overdue.limit(1)).first() is not None


def _lease(database: Database) -> list[Message]:
    with database.transaction(ALL_COMPANIES) as tx:
        overdue = (
            sql.select(OutboxMessage)
            .where(col(OutboxMessage.lease_until) < tx.now)
            .order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        messages = [_message(row) for row in tx.session.execute(overdue).scalars()]
        taken = (
            sql.update(OutboxMessage)
            .where(col(OutboxMessage.id).in_([message.id for message in messages]))
            .values(lease_until=tx.now + SWEEP_LEASE)
        )
        tx.session.execute(taken, execution_options=_UNSYNCHRONISED)
        return messages


def _load(database: Database, ids: Sequence[str]) -> list[Message]:
    """The messages still owed by us: those whose lease has run out are the sweep's."""
    with database.reading(ALL_COMPANIES) as reading:
        ours = (
            sql.select(OutboxMessage)
            .where(col(OutboxMessage.id).in_(ids))
            .where(col(OutboxMessage.lease_until) >= reading.now)
            .order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))
        )
        return [_message(row) for row in reading.session.execute(ours).scalars()]


def _delete(database: Database, ids: Sequence[str]) -> None:
    if not ids:
        return
    with database.transaction(ALL_COMPANIES) as tx:
        published = sql.delete(OutboxMessage).where(col(OutboxMessage.id).in_(ids))
        tx.session.execute(published, execution_options=_UNSYNCHRONISED)


def _message(row: OutboxMessage) -> Message:
    return Message(row.id, row.exchange, row.routing_key, row.task, row.body)


def run_here(function: Callable[[], Result]) -> Result:
    """Runs `function` in the calling thread: right everywhere but for SQLite under gevent."""
    return function()


class Publisher:
    """Publishes what this process commits, in the background and in batches.

    `run_in` runs what talks to the database; a gevent process on SQLite passes one that uses the
    hub's thread pool. Start it after a fork, never before.
    """

    def __init__(self, database: Database, broker: Broker, run_in: RunIn = run_here) -> None:
        self._database = database
        self._broker = broker
        self._run_in = run_in
        self._ids: deque[str] = deque(maxlen=_REMEMBERED)
        self._bell = _Bell()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="outbox-publisher", daemon=True)

    def start(self) -> None:
        """Begins to publish whatever this process's database commits; returns at once."""
        self._database.after_commit.append(self.notify)
        self._thread.start()

    def notify(self, ids: Sequence[str]) -> None:
        """These rows were just committed. Callable from any thread; returns at once."""
        self._ids.extend(ids)
        self._bell.ring()

    def stop(self) -> None:
        """Publishes what is there, if the broker lets it, and ends; waits some seconds at most."""
        self._database.after_commit.remove(self.notify)
        self._stopping = True
        self._bell.ring()
        self._thread.join(timeout=_LAST_WORK)

    def _run(self) -> None:
        self._broker.check()
        while self._ids or not self._stopping:
            if not self._ids:
                self._rest()
            elif not self._publish_some():
                if self._stopping:
                    return
                time.sleep(_PAUSE)

    def _rest(self) -> None:
        if not self._bell.wait(_IDLE):
            self._broker.check()

    def _publish_some(self) -> bool:
        """Publishes one batch; False when it has to be tried again."""
        if not self._broker.check():
            return False
        ids = list(islice(self._ids, BATCH))
        try:
            self._publish(ids)
        except (BrokerDown, DatabaseBusy):
            return False
        except Exception:
            # The rows are safe in the database, and the sweep will publish them.
            log.exception("outbox left to the sweep")
        for _ in ids:
            self._ids.popleft()
        return True

    def _publish(self, ids: Sequence[str]) -> None:
        messages = self._run_in(lambda: _load(self._database, ids))
        if messages:
            confirmed = self._broker.publish(messages)
            self._run_in(lambda: _delete(self._database, confirmed))


class _Bell:
    """Wakes the publisher. A pipe, because under gevent the ringer may be another native thread
    (a database action in the hub's thread pool), where gevent's own events do not reach."""

    def __init__(self) -> None:
        self._hear, self._pull = os.pipe()
        os.set_blocking(self._pull, False)
        os.set_blocking(self._hear, False)
        weakref.finalize(self, _close, self._hear, self._pull)

    def ring(self) -> None:
        # A full pipe rings already.
        with suppress(BlockingIOError):
            os.write(self._pull, b"!")

    def wait(self, seconds: float) -> bool:
        """Whether it rang within `seconds`."""
        heard, _, _ = select.select([self._hear], [], [], seconds)
        if heard:
            os.read(self._hear, 65_536)
        return bool(heard)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
