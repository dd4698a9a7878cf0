"""The database's view of who is connected stays true, whatever goes wrong in between."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import col, select

from routing.actions import web_processes
from routing.clock import SECOND
from routing.database import ALL_COMPANIES, Database
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import Connection, WebProcess
from tests.builders import FakeClock, a_company, a_database, an_agent
from webui.database_calls import DatabaseCalls
from webui.live.live import Live
from webui.live.outlet import Outlet
from webui.live.sockets import DeskSocket
from webui.metrics import Metrics

DEAD = web_processes.LEASE + SECOND


def here() -> bool:
    return True


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(database_url: str, clock: FakeClock) -> Iterator[Database]:
    made = a_database(database_url, clock)
    yield made
    made.dispose()


@pytest.fixture
def live(database: Database) -> Live:
    """One web process's live side; a test renews its lease itself."""
    return Live(DatabaseCalls(database, threads=False), Metrics(), None)


@pytest.fixture
def marie(database: Database) -> Actor:
    return an_agent(database, a_company(database), "marie")


def a_desk(actor: Actor, is_there: Callable[[], bool] = here) -> DeskSocket:
    outlet = Outlet(lambda event, data: None, lambda name: None)
    return DeskSocket(new_id(), actor.company_id, outlet, is_there, agent_id=actor.account_id)


def open_connections(database: Database) -> list[Connection]:
    with database.reading(ALL_COMPANIES) as reading:
        statement = select(Connection).where(col(Connection.closed_at).is_(None))
        return list(reading.session.scalars(statement))


def process_ids(database: Database) -> list[str]:
    with database.reading(ALL_COMPANIES) as reading:
        return list(reading.session.scalars(select(WebProcess.id)))


def another_process(database: Database) -> None:
    with database.transaction(ALL_COMPANIES) as tx:
        web_processes.start(tx)


def give_up(database: Database, clock: FakeClock) -> None:
    """The process is slow; another one lives, and a sweep gives the slow one up."""
    clock.advance(DEAD)
    another_process(database)
    web_processes.end_dead(database)


def test_a_browser_that_went_before_it_was_registered_leaves_nothing_open(live, marie, database):
    live.connections.opened(a_desk(marie, lambda: False))
    assert live.sockets.all() == []
    assert open_connections(database) == []


def test_a_browser_that_goes_while_it_is_written_down_is_closed_again(live, marie, database):
    desk = a_desk(marie)

    def goes(_happened) -> None:
        live.connections.closed(desk.sid)

    live.connections._calls.told.insert(0, goes)
    live.connections.opened(desk)
    assert live.sockets.all() == []
    assert open_connections(database) == []


def test_a_process_given_up_while_it_was_slow_takes_a_new_name_for_all_it_holds(
    live, marie, database, clock
):
    desk = a_desk(marie)
    live.connections.opened(desk)
    before = process_ids(database)

    give_up(database, clock)
    assert open_connections(database) == []
    live.connections.tend()

    (written,) = open_connections(database)
    assert written.id == desk.connection_id
    assert written.web_process_id not in before
    assert written.web_process_id in process_ids(database)
    assert web_processes.end_dead(database) == 0


def test_one_browser_that_cannot_be_written_down_anew_holds_up_no_other(
    live, marie, database, clock
):
    stranger = a_desk(marie)
    live.connections.opened(stranger)
    live.connections.opened(a_desk(marie))
    stranger.agent_id = new_id()

    give_up(database, clock)
    live.connections.tend()
    assert [one.agent_id for one in open_connections(database)] == [marie.account_id]

    stranger.agent_id = marie.account_id
    live.connections.tend()
    assert len(open_connections(database)) == 2


def test_a_process_that_renews_its_lease_keeps_its_connections(live, marie, database, clock):
    live.connections.opened(a_desk(marie))
    clock.advance(DEAD)
    another_process(database)
    live.connections.tend()
    assert web_processes.end_dead(database) == 0
    assert len(open_connections(database)) == 1


def test_what_a_sweep_that_died_has_left_open_is_closed_by_the_next(live, marie, database):
    live.connections.opened(a_desk(marie))
    another_process(database)
    with database.transaction(ALL_COMPANIES) as tx:
        tx.session.delete(tx.session.get(WebProcess, process_ids(database)[0]))
    assert web_processes.end_dead(database) == 1
    assert open_connections(database) == []


def test_while_no_web_process_lives_nobody_counts_as_gone(live, marie, database, clock):
    live.connections.opened(a_desk(marie))
    clock.advance(DEAD)
    assert web_processes.end_dead(database) == 0
    assert len(open_connections(database)) == 1
