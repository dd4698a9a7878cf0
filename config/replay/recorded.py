"""What the database has of one run: read once, after the day."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import col, select

from config.demonstration import company_of
from config.replay.agreement import Recorded, Served
from config.replay.run_mark import RunMark
from config.settings import Settings
from routing.database import Database
from routing.tables import Account, Request, Session
from routing.transaction import Transaction


def read_run(settings: Settings, mark: RunMark) -> list[Recorded]:
    """Every request of the run, and its sessions."""
    database = Database(settings.database_url)
    try:
        with database.reading(company_of(database)) as reading:
            sessions = _sessions(reading, mark)
            return [
                Recorded(request_id, state, tuple(sessions[request_id]))
                for request_id, state in _requests(reading, mark)
            ]
    finally:
        database.dispose()


def _requests(reading: Transaction, mark: RunMark) -> list[tuple[str, str]]:
    statement = select(Request.id, Request.state).where(
        col(Request.question).startswith(mark.prefix, autoescape=True)
    )
    return [(request_id, state) for request_id, state in reading.session.execute(statement)]


def _sessions(reading: Transaction, mark: RunMark) -> dict[str, list[Served]]:
    statement = (
        select(Session.request_id, Session.id, Session.state, Account.login)
        .join(Request, col(Request.id) == col(Session.request_id))
        .join(Account, col(Account.id) == col(Session.agent_id))
        .where(col(Request.question).startswith(mark.prefix, autoescape=True))
    )
    found: dict[str, list[Served]] = defaultdict(list)
    for request_id, session_id, state, login in reading.session.execute(statement):
        found[request_id].append(Served(session_id, login, state == "ended"))
    return found
