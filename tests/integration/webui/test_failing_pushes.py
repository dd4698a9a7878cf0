"""What could not be told is owed, and holds up nobody else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from routing.actions import intake
from routing.database import Database
from routing.identifiers import new_id
from tests.builders import a_company, a_database, a_portal, an_agent
from tests.waiting import wait_until
from webui.database_calls import DatabaseCalls
from webui.live.coalesced import Coalesced
from webui.live.live import Live
from webui.live.outlet import Outlet
from webui.live.sockets import DeskSocket
from webui.metrics import Metrics

LIMIT_S = 15.0


@dataclass
class Desk:
    """The only desk of a company of its own, in which one request waits; a broken one takes nothing."""

    live: Live
    database: Database
    broken: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        company = self.company_id = a_company(self.database)
        portal = a_portal(self.database, company)
        agent = an_agent(self.database, company, portals=[portal])
        with self.database.transaction(company) as tx:
            posted = intake.post(tx, portal.id, intake.NewRequest(new_id(), "Ann"))
        outlet = Outlet(self._hear, lambda name: None)
        self.socket = DeskSocket(new_id(), company, outlet, lambda: True, agent_id=agent.account_id)
        broken, self.broken = self.broken, False
        self.live.connections.opened(self.socket)
        self.broken = broken
        with self.database.transaction(company) as tx:
            intake.screen(tx, posted.request_id)

    def _hear(self, event: str, data: Any) -> None:
        if self.broken:
            raise RuntimeError("this desk takes nothing")
        self.told.append(data.get("type", event))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = a_database(f"sqlite:///{tmp_path / 'guichet.db'}")
    yield made
    made.dispose()


@pytest.fixture
def calls(database: Database) -> DatabaseCalls:
    return DatabaseCalls(database, threads=False)


@pytest.fixture
def live(calls: DatabaseCalls) -> Iterator[Live]:
    made = Live(calls, Metrics(), None)
    yield made
    made.stop()


@contextmanager
def without(database: Database, table: str) -> Iterator[None]:
    """The database fails whoever asks for these rows."""

    def rename(before: str, after: str) -> None:
        with database.write_engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")

    rename(table, "away")
    try:
        yield
    finally:
        rename("away", table)


@pytest.fixture
def coalesced(calls: DatabaseCalls, live: Live) -> Coalesced:
    return Coalesced(calls, live.sockets)


def test_counters_that_could_not_be_read_follow(live, database, coalesced):
    desk = Desk(live, database)
    coalesced.moved(desk.company_id, set())
    with without(database, "request"), pytest.raises(OperationalError):
        coalesced.push()

    def arrived() -> bool:
        coalesced.push()
        return "desk_counters" in desk.told

    wait_until(arrived, LIMIT_S)


def test_one_company_that_fails_holds_up_no_other(live, database, coalesced):
    broken, other = Desk(live, database, broken=True), Desk(live, database)
    for desk in (broken, other):
        coalesced.moved(desk.company_id, set())
    with pytest.raises(RuntimeError):
        coalesced.push()
    assert "desk_counters" in other.told


def test_a_snapshot_that_failed_is_sent_when_it_can_be(live, database):
    desk, other = Desk(live, database), Desk(live, database)
    desk.told.clear()
    with without(database, "agent"), capture_logs() as logs:
        live.lost_events()
        wait_until(lambda: len(logs) >= 2, LIMIT_S)
    wait_until(lambda: "snapshot" in desk.told and "snapshot" in other.told, LIMIT_S)


def test_nobody_waits_for_a_browser_that_has_gone(live, database):
    desk = Desk(live, database)
    with without(database, "agent"):
        sending = threading.Thread(target=live.snapshots.send_to_all)
        sending.start()
        live.connections.closed(desk.socket.sid)
        sending.join(LIMIT_S)
    assert not sending.is_alive()
