"""The database: engines, transactions with their outbox, and the company every statement belongs to.

A write transaction takes the write lock at once on SQLite (BEGIN IMMEDIATE), so that whoever reads
inside it decides on what it will still be true at the commit; PostgreSQL gets the same by row locks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.pool import NullPool, Pool, QueuePool, StaticPool

from routing.clock import Clock, system_clock
from routing.errors import DatabaseBusy, DatabaseReadOnly, Deadlock
from routing.scope import ALL_COMPANIES, AllCompanies, scoped
from routing.transaction import Transaction
from routing.turns import Turns

__all__ = ["ALL_COMPANIES", "Database"]

# How long a SQLite statement waits for another process's write before it gives up; the longest stall
# seen under four writers was 0.2 s, so this is patience, not a promise.
SQLITE_BUSY_TIMEOUT_MS = 10_000

# Rows of an index that SQLite looks at for its statistics: enough to tell one company from one row, and
# a table of a million rows takes milliseconds.
ANALYSED_ROWS = 1_000

# An error's message must not carry what customers wrote into the logs.
DISCREET: dict[str, Any] = {"hide_parameters": True}

# Deadlocks are rare and short; whoever met this many in a row has another trouble.
DEADLOCK_RETRIES = 5

Result = TypeVar("Result")
AfterCommit = Callable[[Sequence[str]], None]


class Database:
    """One database by URL. `after_commit` functions get the ids of the outbox rows just committed."""

    def __init__(self, url: str, clock: Clock = system_clock) -> None:
        self.url = url
        self.clock = clock
        self.after_commit: list[AfterCommit] = []
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.write_engine = _write_engine(url)
        self.read_engine = _read_engine(url, self.write_engine)
        self._turn = _turn_at(url)

    @contextmanager
    def transaction(self, company: str | AllCompanies) -> Iterator[Transaction]:
        """A write transaction for one company's rows, committed when the block ends without an error.

        Raises `DatabaseReadOnly` or `DatabaseBusy` when the database refuses to write.
        """
        with (
            self._turn(),
            _named_errors(self.url),
            OrmSession(self.write_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.connection()
            transaction = Transaction(scoped(session, company), company, self.clock())
            yield transaction
            transaction.seal()
        if transaction.outbox_ids:
            for tell in self.after_commit:
                tell(transaction.outbox_ids)

    @contextmanager
    def reading(self, company: str | AllCompanies) -> Iterator[Transaction]:
        """A read-only view of one company's rows; nothing written in it is kept."""
        with (
            _named_errors(self.url),
            OrmSession(self.read_engine, expire_on_commit=False, autoflush=False) as session,
        ):
            yield Transaction(scoped(session, company), company, self.clock())

    def run(self, company: str | AllCompanies, action: Callable[[Transaction], Result]) -> Result:
        """Run `action` in a write transaction and return what it returns.

        Two actions that met in opposite order on PostgreSQL are told apart by it: one is undone, and
        is run again here.
        """
        for _ in range(DEADLOCK_RETRIES):
            try:
                with self.transaction(company) as transaction:
                    return action(transaction)
            except Deadlock:
                continue
        with self.transaction(company) as transaction:
            return action(transaction)

    def ping(self) -> None:
        """Ask the database for nothing; raises what it raises when it does not answer."""
        with self.read_engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def refresh_statistics(self) -> None:
        """Let SQLite look at its tables anew, so that it chooses the right index; PostgreSQL does so itself.

        Without statistics it takes a row's company for a better key than its id.
        """
        if not self.is_sqlite:
            return
        with self._turn(), _named_errors(self.url), self.write_engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA analysis_limit = {ANALYSED_ROWS}")
            connection.exec_driver_sql("ANALYZE")

    def dispose(self) -> None:
        """Close every connection."""
        self.write_engine.dispose()
        self.read_engine.dispose()


def _write_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url, **DISCREET, poolclass=QueuePool, pool_size=10, max_overflow=20, pool_pre_ping=True
        )
    engine = create_engine(
        url, **DISCREET, poolclass=_sqlite_pool(url), connect_args=_sqlite_arguments()
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _read_engine(url: str, write_engine: Engine) -> Engine:
    if make_url(url).get_backend_name() != "sqlite" or _in_memory(url):
        return write_engine
    engine = create_engine(url, **DISCREET, poolclass=NullPool, connect_args=_sqlite_arguments())
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_deferred)
    return engine


def _turn_at(url: str) -> Callable[[], AbstractContextManager[None]]:
    """How a write transaction waits for its turn: only a SQLite file has turns to take."""
    if make_url(url).get_backend_name() != "sqlite" or _in_memory(url):
        return nullcontext
    return Turns(str(make_url(url).database), SQLITE_BUSY_TIMEOUT_MS).mine


def _in_memory(url: str) -> bool:
    return make_url(url).database in (None, "", ":memory:")


def _sqlite_pool(url: str) -> type[Pool]:
    return StaticPool if _in_memory(url) else NullPool


def _sqlite_arguments() -> dict[str, Any]:
    return {"check_same_thread": False, "timeout": SQLITE_BUSY_TIMEOUT_MS / 1_000}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def _named_errors(url: str) -> Iterator[None]:
    """Turn the driver's refusals to write into errors of our own; everything else passes as it is."""
    try:
        yield
    except DBAPIError as error:
        named = _named(error, Path(make_url(url).database or "").parent)
        if named is None:
            raise
        raise named from error


def _named(error: DBAPIError, folder: Path) -> DatabaseReadOnly | DatabaseBusy | None:
    message = str(error.orig).lower()
    if "readonly" in message or "read-only" in message or "read only" in message:
        return DatabaseReadOnly()
    if "unable to open" in message and not os.access(folder, os.W_OK):
        # SQLite's WAL needs files beside the database's own, even for reading.
        return DatabaseReadOnly()
    if getattr(error.orig, "sqlstate", None) in ("40P01", "40001"):
        return Deadlock()
    if isinstance(error.orig, sqlite3.OperationalError) and (
        "locked" in message or "busy" in message
    ):
        return DatabaseBusy()
    if isinstance(error, OperationalError) and (
        error.connection_invalidated or "unable to open" in message
    ):
        return DatabaseBusy()
    return None
