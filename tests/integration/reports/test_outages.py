"""Time in which the product stands still is nobody's work and nobody's waiting."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from reports.sealing import DayPacker
from routing.actions import availability, offers, presence, sealed_days, web_processes
from routing.clock import HOUR, MINUTE, SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import AgentState, Connection, WebProcess
from tests.builders import FakeClock, a_portal, an_agent
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read
from tests.integration.routing.desk import (
    connect_agent,
    connect_customer,
    do,
    go_on_line,
    pass_time,
    post,
    request_row,
    ringing_offer,
    sessions_of,
)
from tests.migrated import KINDS, migrated_url

FRIDAY, MONDAY = moment("2026-06-05 17:00"), moment("2026-06-08 08:00")
UNTIL_GONE = (12 * SECOND, 2 * MINUTE + 2 * SECOND, 10 * MINUTE + 2 * SECOND)


@pytest.fixture
def clock() -> FakeClock:
    clock = FakeClock()
    clock.now = moment("2026-06-05 16:00")
    return clock


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path, clock: FakeClock) -> Iterator[Database]:
    """One of the test's own: ending web processes concerns all companies."""
    made = Database(migrated_url(request, request.param, tmp_path), clock)
    yield made
    made.dispose()


@pytest.fixture
def company(database: Database) -> Company:
    return Company.new(database)


def stop(database: Database, clock: FakeClock, at: Millis = FRIDAY) -> None:
    """The web processes die, their leases renewed for the last time."""
    clock.now = at
    with database.transaction(ALL_COMPANIES) as tx:
        for process in tx.session.scalars(select(WebProcess)).all():
            assert web_processes.renew_lease(tx, process.id)


def start(database: Database, clock: FakeClock, at: Millis = MONDAY) -> str:
    """A web process serves again; its id."""
    clock.now = at
    with database.transaction(ALL_COMPANIES) as tx:
        return web_processes.start(tx)


def stretches(database: Database, agent: Actor) -> list[tuple[str, Millis, Millis | None]]:
    with database.reading(agent.company_id) as reading:
        mine = select(AgentState).where(col(AgentState.agent_id) == agent.account_id)
        rows = reading.session.scalars(mine.order_by(col(AgentState.began_at), col(AgentState.id)))
        return [(row.state, row.began_at, row.ended_at) for row in rows]


def weekend(company: Company, kind: str, **given: str):
    return read(company.database, company.id, kind, first="2026-06-05", last="2026-06-08", **given)


@pytest.mark.feature("REPT-02")
def test_a_weekend_in_which_nothing_ran_is_nobodys_work(company, database, clock):
    go_on_line(database, company.agent)
    stop(database, clock)
    start(database, clock)
    web_processes.end_dead(database)
    pass_time(database, clock, *UNTIL_GONE)
    assert weekend(company, "agent_activity").total["available"] == HOUR + web_processes.LEASE
    assert stretches(database, company.agent)[-1] == ("off", FRIDAY + web_processes.LEASE, None)


@pytest.mark.feature("REPT-02")
def test_an_agent_who_is_back_at_once_works_on_from_then(company, database, clock):
    go_on_line(database, company.agent)
    stop(database, clock)
    start(database, clock)
    web_processes.end_dead(database)
    clock.advance(3 * SECOND)
    connect_agent(database, company.agent)
    clock.advance(MINUTE)
    available = weekend(company, "agent_activity").total["available"]
    assert available == HOUR + web_processes.LEASE + MINUTE


@pytest.mark.feature("REPT-02")
def test_an_agent_who_is_back_before_the_sweep_works_on_from_then(company, database, clock):
    go_on_line(database, company.agent)
    stop(database, clock)
    start(database, clock)
    connect_agent(database, company.agent)
    clock.advance(SECOND)
    do(database, company.id, availability.set_availability, company.agent, "unavailable", "lunch")
    web_processes.end_dead(database)
    end = FRIDAY + web_processes.LEASE
    assert stretches(database, company.agent)[-4:] == [
        ("available", end - web_processes.LEASE - HOUR, end),
        ("off", end, MONDAY),
        ("available", MONDAY, MONDAY + SECOND),
        ("unavailable", MONDAY + SECOND, None),
    ]


def test_two_web_processes_that_died_one_after_the_other_are_told_apart(company, database, clock):
    go_on_line(database, company.agent)
    stop(database, clock, FRIDAY - 30 * MINUTE)
    second = start(database, clock, FRIDAY - 30 * MINUTE)
    with database.transaction(company.id) as tx:
        presence.agent_connected(tx, new_id(), second, company.agent.account_id)
    clock.now = FRIDAY
    with database.transaction(ALL_COMPANIES) as tx:
        web_processes.renew_lease(tx, second)
    start(database, clock)
    web_processes.end_dead(database)
    assert stretches(database, company.agent)[-1] == ("off", FRIDAY + web_processes.LEASE, None)


def test_a_restart_is_not_an_outage(company, database, clock):
    go_on_line(database, company.agent)
    before = stretches(database, company.agent)
    stop(database, clock)
    start(database, clock, FRIDAY + 30 * SECOND)
    web_processes.end_dead(database)
    connect_agent(database, company.agent)
    assert stretches(database, company.agent) == before


def test_a_sweep_that_dies_leaves_the_date_to_the_next(company, database, clock, monkeypatch):
    go_on_line(database, company.agent)
    stop(database, clock)
    start(database, clock)
    with monkeypatch.context() as patched:
        patched.setattr(web_processes, "_close_orphans", _die)
        with pytest.raises(KeyboardInterrupt):
            web_processes.end_dead(database)
    assert web_processes.end_dead(database) == 1
    with database.reading(company.id) as reading:
        (closed_at,) = reading.session.scalars(select(Connection.closed_at)).all()
        assert closed_at == FRIDAY + web_processes.LEASE
        assert len(list(reading.session.scalars(select(WebProcess)))) == 1


def _die(_database: Database) -> int:
    raise KeyboardInterrupt


@pytest.mark.feature("REPT-02")
def test_a_day_put_aside_before_the_outage_was_noticed_is_made_again(company, database, clock):
    go_on_line(database, company.agent)
    company.request(clock.now)
    stop(database, clock)
    start(database, clock)
    assert sealed_days.seal(database, company.id, DayPacker()) == 1
    web_processes.end_dead(database)
    available = weekend(company, "agent_activity").total["available"]
    assert available == HOUR + web_processes.LEASE


@pytest.mark.feature("REPT-01")
def test_a_customer_who_never_came_back_left_when_the_product_stopped(company, database, clock):
    request = post(database, company.portal)
    stop(database, clock)
    start(database, clock)
    web_processes.end_dead(database)
    clock.advance(9 * MINUTE)
    # The clock from when they posted, two days ago, has nothing to say.
    pass_time(database, clock, 0)
    assert request_row(database, company.id, request).state == "waiting"
    pass_time(database, clock, MINUTE + 2 * SECOND)
    row = request_row(database, company.id, request)
    assert (row.state, row.closed_at) == ("abandoned", FRIDAY + web_processes.LEASE)
    longest = weekend(company, "call_volume", by="day").total["longest_wait"]
    assert longest == HOUR + web_processes.LEASE


def test_a_customer_has_all_their_time_to_come_back_when_the_product_runs_again(
    company, database, clock
):
    clock.now = FRIDAY - SECOND
    request = post(database, company.portal)
    stop(database, clock)
    start(database, clock)
    web_processes.end_dead(database)
    # Both clocks of the posting are overdue now.
    pass_time(database, clock, 2 * SECOND)
    row = request_row(database, company.id, request)
    assert (row.state, row.lost) == ("waiting", False)
    connect_customer(database, company.id, request)
    pass_time(database, clock, *UNTIL_GONE)
    assert request_row(database, company.id, request).state == "waiting"


def test_an_agent_has_all_their_seconds_to_come_back_when_the_product_runs_again(
    company, database, clock
):
    go_on_line(database, company.agent)
    clock.now = FRIDAY - SECOND
    with database.transaction(company.id) as tx:
        for connection_id in tx.session.scalars(select(Connection.id)).all():
            presence.disconnected(tx, connection_id)
    connect_agent(database, company.agent)
    stop(database, clock)
    start(database, clock)
    web_processes.end_dead(database)
    pass_time(database, clock, 2 * SECOND)
    connect_agent(database, company.agent)
    assert "lost" not in {state for state, _, _ in stretches(database, company.agent)}
    assert stretches(database, company.agent)[-1] == ("available", clock.now, None)


@pytest.mark.feature("REPT-02")
@pytest.mark.parametrize("agent_left", [False, True])
def test_a_session_nobody_came_back_to_ended_when_its_agent_was_last_seen(
    company, database, clock, agent_left
):
    portal = a_portal(database, company.id)
    agent = an_agent(database, company.id, portals=[portal])
    go_on_line(database, agent)
    request = post(database, portal)
    do(database, company.id, offers.accept, agent, ringing_offer(database, agent))
    seen = FRIDAY + web_processes.LEASE
    if agent_left:
        # The agent was lost, not yet given up, when the product stopped.
        seen = clock.now = FRIDAY - MINUTE
        with database.transaction(company.id) as tx:
            mine = col(Connection.agent_id) == agent.account_id
            presence.disconnected(tx, tx.session.scalars(select(Connection.id).where(mine)).one())
        pass_time(database, clock, 12 * SECOND)
    stop(database, clock)
    start(database, clock)
    web_processes.end_dead(database)
    pass_time(database, clock, *UNTIL_GONE)
    (session,) = sessions_of(database, company.id, request)
    assert (session.state, session.ended_by, session.ended_at) == ("ended", "lost", seen)
    row = request_row(database, company.id, request)
    assert (row.state, row.closed_at) == ("abandoned", FRIDAY + web_processes.LEASE)
    activity = weekend(company, "agent_activity").total
    assert activity["session_max"] == seen - moment("2026-06-05 16:00")
    assert activity["on_line"] + activity["lost"] <= HOUR + 3 * MINUTE
