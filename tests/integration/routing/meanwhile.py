"""Two actions that meet: the second begins while the first one's transaction is still open."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import text

from routing.database import Database
from routing.transaction import Transaction
from tests.waiting import wait_until

LIMIT_S = 30.0
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def meet(
    database: Database,
    company_id: str,
    first: Callable[[Transaction], Any],
    second: Callable[[], Any],
) -> bool:
    """Do `first` in a transaction that commits once `second`, in another thread, is done or waits for it.

    Whether the second had to wait: always on SQLite, which has one writer.
    """
    with ThreadPoolExecutor(1) as thread:
        with database.transaction(company_id) as tx:
            first(tx)
            tx.session.flush()
            other = thread.submit(second)
            if not database.is_sqlite:
                wait_until(lambda: other.done() or _waits(database), LIMIT_S, "the second")
            waited = not other.done()
        other.result(LIMIT_S)
    return waited


def _waits(database: Database) -> bool:
    with database.read_engine.connect() as connection:
        return int(connection.execute(_WAITING).scalar_one()) > 0
