"""Agent activity by hand: stretches over midnight, stretches that go on, occupancy."""

import pytest

from reports.sealing import DayPacker
from routing.actions import sealed_days
from routing.clock import DAY, HOUR, MINUTE, SECOND
from tests.builders import an_agent
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read


@pytest.fixture
def company(database, clock):
    clock.now = moment("2027-01-01 12:00")
    return Company.new(database)


def activity(company, first, last=None, **given):
    return read(
        company.database, company.id, "agent_activity", first=first, last=last or first, **given
    )


@pytest.mark.feature("REPT-02")
def test_states_are_cut_at_midnight_and_sessions_are_not(company):
    midnight = moment("2026-06-02 00:00")
    company.answered(midnight - HOUR, 0, 2 * HOUR, session_wrap_up=MINUTE)
    company.state("in_session", midnight - HOUR, midnight + HOUR)
    company.state("wrap_up", midnight + HOUR, midnight + HOUR + MINUTE)
    company.state("available", midnight + HOUR + MINUTE, midnight + 3 * HOUR + MINUTE)
    company.state("off", midnight + 3 * HOUR + MINUTE, None)
    monday, tuesday = (activity(company, f"2026-06-0{day}").rows["Amélie"] for day in (1, 2))
    assert (monday["sessions"], monday["session_max"], monday["in_session"]) == (1, 2 * HOUR, HOUR)
    assert (monday["wrap_up_total"], monday["wrap_up"], monday["occupancy"]) == (MINUTE, 0, 1)
    assert (tuesday["sessions"], tuesday["in_session"], tuesday["wrap_up"]) == (0, HOUR, MINUTE)
    assert tuesday["on_line"] == 3 * HOUR + MINUTE
    assert tuesday["occupancy"] == pytest.approx(61 / 181, abs=1e-6)
    both = activity(company, "2026-06-01", "2026-06-02").total
    assert both["in_session"] == 2 * HOUR
    assert both["handling_average"] == 2 * HOUR + MINUTE


def test_a_state_that_goes_on_counts_until_now(company, clock):
    clock.now = moment("2026-06-03 12:00")
    company.state("available", clock.now - 3 * DAY, None)
    assert activity(company, "2026-06-03").total["available"] == 12 * HOUR
    assert activity(company, "2026-06-02").total["available"] == DAY
    assert activity(company, "2026-06-04").rows == {}


def test_a_state_that_goes_on_for_months_counts_however_long_ago_it_began(company, clock):
    clock.now = moment("2026-06-03 12:00")
    company.state("lost", clock.now - 100 * DAY, None)
    assert activity(company, "2026-06-02").total["lost"] == DAY


@pytest.mark.parametrize("began", [30 * DAY, 31 * DAY, 31 * DAY + 1, 100 * DAY])
@pytest.mark.parametrize("sealed", [False, True])
def test_a_state_that_ended_counts_however_long_ago_it_began(company, began, sealed):
    noon = moment("2026-06-03 12:00")
    company.state("lost", noon - began, noon)
    company.request(moment("2026-06-03 08:00"))
    if sealed:
        sealed_days.seal(company.database, company.id, DayPacker())
    assert activity(company, "2026-06-02", "2026-06-04").total["lost"] == DAY + 12 * HOUR
    assert activity(company, "2026-06-03").total["lost"] == 12 * HOUR


def test_a_day_of_25_hours_has_25_hours_of_work(company, clock):
    clock.now = moment("2026-11-01 12:00")
    company.state("unavailable", moment("2026-10-20 08:00"), moment("2026-10-30 08:00"))
    assert activity(company, "2026-10-25").total["unavailable"] == 25 * HOUR
    assert activity(company, "2026-10-24").total["unavailable"] == 24 * HOUR


def test_a_wrap_up_that_still_runs_counts_so_far(company, clock):
    clock.now = moment("2026-06-01 12:00")
    company.answered(clock.now - MINUTE, 0, 50 * SECOND, session_wrap_up=HOUR)
    assert activity(company, "2026-06-01").total["wrap_up_total"] == 10 * SECOND


def test_chosen_agents_are_shown_though_they_did_nothing(company):
    other = an_agent(company.database, company.id, "bruno")
    company.answered(moment("2026-06-01 12:00"), 0, MINUTE)
    assert list(activity(company, "2026-06-01").rows) == ["Amélie"]
    chosen = activity(company, "2026-06-01", agents=[other.account_id])
    assert (list(chosen.rows), chosen.total["sessions"]) == (["Bruno"], 0)
