"""The web processes that hold the browsers' connections: one lease each, renewed while they live."""

from __future__ import annotations

from sqlmodel import col, select

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


def renew_lease(tx: Transaction, process_id: str) -> None:
    """The web process still lives. One that was given up for dead meanwhile registers anew under its id."""
    process = tx.session.get(WebProcess, process_id) or WebProcess(
        id=process_id, started_at=tx.now, lease_until=0
    )
    process.lease_until = tx.now + LEASE
    tx.session.add(process)


def end_dead(database: Database) -> int:
    """Close the connections of web processes whose lease ran out; how many processes were dead.

    Only when another web process lives: while there is none, nobody could connect, and the clocks of
    agents and customers wait.
    """
    with database.reading(ALL_COMPANIES) as reading:
        processes = list(reading.session.scalars(select(WebProcess)))
        dead = [process.id for process in processes if process.lease_until < reading.now]
        if len(dead) == len(processes):
            return 0
    for process_id in dead:
        _end(database, process_id)
    return len(dead)


def _end(database: Database, process_id: str) -> None:
    with database.reading(ALL_COMPANIES) as reading:
        statement = select(Connection).where(
            col(Connection.web_process_id) == process_id, col(Connection.closed_at).is_(None)
        )
        left = [
            (connection.company_id, connection.id)
            for connection in reading.session.scalars(statement)
        ]
    for company_id, connection_id in left:
        with database.transaction(company_id) as tx:
            presence.disconnected(tx, connection_id)
    with database.transaction(ALL_COMPANIES) as tx:
        process = tx.session.get(WebProcess, process_id)
        if process is not None and process.lease_until < tx.now:
            tx.session.delete(process)
