"""The web processes that hold the browsers' connections: one lease each, renewed while they live."""

from __future__ import annotations

from functools import partial

from sqlmodel import col, delete, exists, or_, select, update

from routing import sweeping
from routing.actions import presence
from routing.clock import SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.identifiers import new_id
from routing.tables import Connection, WebProcess
from routing.transaction import Transaction

# A web process renews its lease every LEASE_RENEWAL; missing two renewals counts as dead.
LEASE_RENEWAL: Millis = 2 * SECOND
LEASE: Millis = 6 * SECOND


def start(tx: Transaction) -> str:
    """Register a web process that begins to serve; its id."""
    process = WebProcess(id=new_id(), started_at=tx.now, lease_until=tx.now + LEASE)
    tx.session.add(process)
    tx.session.flush()
    return process.id


def renew_lease(tx: Transaction, process_id: str) -> bool:
    """The web process still lives. False when it was given up for dead meanwhile.

    It must then `start` anew and write its connections down under the new id: those under the old one
    are closed by whoever gave it up.
    """
    mine = update(WebProcess).where(
        col(WebProcess.id) == process_id, col(WebProcess.lease_until) > 0
    )
    return tx.change(mine.values(lease_until=tx.now + LEASE)) == 1


def end_dead(database: Database) -> int:
    """Close the connections of web processes whose lease ran out; how many were closed.

    Only when another web process lives: while there is none, nobody could connect, and the clocks of
    agents and customers wait. A dead process is given up first, in one statement: one that renews its
    lease in the same moment either keeps everything or learns that it was given up. Its row stays until
    all its connections are closed: each is dated when the process was last known to live.
    """
    with database.reading(ALL_COMPANIES) as reading:
        processes = list(reading.session.scalars(select(WebProcess)))
        dead = [process.id for process in processes if process.lease_until < reading.now]
    if len(dead) == len(processes):
        return 0
    if dead:
        with database.transaction(ALL_COMPANIES) as tx:
            lease = col(WebProcess.lease_until)
            expired = col(WebProcess.id).in_(dead), lease > 0, lease < tx.now
            tx.change(update(WebProcess).where(*expired).values(lease_until=-lease))
    closed = _close_orphans(database)
    if dead:
        _forget(database)
    return closed


def _close_orphans(database: Database) -> int:
    """Close the connections whose process was given up, in the order in which their processes died."""
    lease = col(WebProcess.lease_until)
    with database.reading(ALL_COMPANIES) as reading:
        statement = (
            select(Connection.company_id, Connection.id, WebProcess.lease_until)
            .outerjoin(WebProcess, col(WebProcess.id) == col(Connection.web_process_id))
            .where(col(Connection.closed_at).is_(None), or_(lease.is_(None), lease < 0))
            .order_by(lease.desc())
        )
        left = [(row[0], row[1], row[2]) for row in reading.session.execute(statement)]
    return sweeping.each(left, partial(_close, database))


def _close(database: Database, orphan: tuple[str, str, Millis | None]) -> None:
    """Close a connection; one written after its process's row had gone is dated now."""
    company_id, connection_id, lease_until = orphan
    seen_until = None if lease_until is None else -lease_until
    ended = partial(presence.disconnected, connection_id=connection_id, seen_until=seen_until)
    database.run(company_id, ended)


def _forget(database: Database) -> None:
    """The rows of processes that were given up and hold nothing any more."""
    held = exists().where(
        col(Connection.web_process_id) == col(WebProcess.id), col(Connection.closed_at).is_(None)
    )
    with database.transaction(ALL_COMPANIES) as tx:
        tx.change(delete(WebProcess).where(col(WebProcess.lease_until) < 0, ~held))
