"""Where the web layer calls the database.

SQLite's driver does not yield to other greenlets: a slow query, or waiting for the write lock, would
freeze every browser of this process. So under gevent every action on SQLite runs in a real thread;
writes one at a time, because SQLite has one writer anyway and a line of our own is fairer than its
busy timer. PostgreSQL's driver cooperates and is called directly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from routing.database import Database
from routing.scope import AllCompanies
from routing.transaction import Transaction
from webui.real_threads import RealThreads

Result = TypeVar("Result")
Action = Callable[[Transaction], Result]
Told = Callable[[Sequence[dict[str, Any]]], None]

# Readers at once on SQLite: more only fight for the interpreter's lock.
READERS = 4


class DatabaseCalls:
    """Runs actions in transactions of their own, in the right kind of thread.

    `told` gets the bodies of the events that each write has committed. It is called where the caller
    runs, never in the database's thread.
    """

    def __init__(self, database: Database, *, threads: bool) -> None:
        self.database = database
        self.told: list[Told] = []
        threads = threads and database.is_sqlite
        self._writers = RealThreads(1, needed=threads)
        self._readers = RealThreads(READERS, needed=threads)

    def write(self, company: str | AllCompanies, action: Action[Result]) -> Result:
        """Run `action` in a write transaction; what it returns. Raises what it raises."""

        happened: list[dict[str, Any]] = []

        def noted(transaction: Transaction) -> Result:
            nonlocal happened
            happened = transaction.happened
            return action(transaction)

        result = self.run_writing(lambda: self.database.run(company, noted))
        for told in self.told:
            told(happened)
        return result

    def run_writing(self, function: Callable[[], Result]) -> Result:
        """Run anything that opens write transactions by itself."""
        return self._writers.run(function)

    def read(self, company: str | AllCompanies, action: Action[Result]) -> Result:
        """Run `action` on a read-only view; what it returns. Raises what it raises."""

        def run() -> Result:
            with self.database.reading(company) as reading:
                return action(reading)

        return self.run(run)

    def run(self, function: Callable[[], Result]) -> Result:
        """Run anything that reads the database by itself."""
        return self._readers.run(function)
