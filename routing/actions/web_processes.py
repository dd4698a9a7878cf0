"""The web processes that hold the browsers' connections: one lease each, renewed while they live."""

from __future__ import annotations

from functools import partial

from sqlmodel import col, delete, select, update

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
    mine = update(WebProcess).where(col(WebProcess.id) == process_id)
    return tx.change(mine.values(lease_until=tx.now + LEASE)) == 1


def end_dead(database: Database) -> int:
    """Close the connections of web processes whose lease ran out; how many were closed.

    Only when another web process lives: while there is none, nobody could connect, and the clocks of
    agents and customers wait. A dead process's row goes first, in one statement: one that renews its
    lease in the same moment either keeps everything or learns that it was given up.
    """
    with database.reading(ALL_COMPANIES) as reading:
        processes = list(reading.session.scalars(select(WebProcess)))
        dead = [process.id for process in processes if process.lease_until < reading.now]
    if len(dead) == len(processes):
        return 0
    if dead:
        with database.transaction(ALL_COMPANIES) as tx:
            expired = col(WebProcess.lease_until) < tx.now
            tx.change(delete(WebProcess).where(col(WebProcess.id).in_(dead), expired))
    return _close_orphans(database)


def _close_orphans(database: Database) -> int:
    """Close the connections whose process is gone; also those a sweep that died has left behind."""
    with database.reading(ALL_COMPANIES) as reading:
        statement = select(Connection).where(
            col(Connection.closed_at).is_(None),
            col(Connection.web_process_id).not_in(select(WebProcess.id)),
        )
        left = [(one.company_id, one.id) for one in reading.session.scalars(statement)]
    return sweeping.each(
        left,
        lambda one: database.run(one[0], partial(presence.disconnected, connection_id=one[1])),
    )
