"""Who waits for days counts where the wait ends, once, however long ago it began; by hand, and at random."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from reports import call_volume, directory
from reports.calendar import Calendar
from reports.grouping import group_by
from reports.sealing import DayPacker
from reports.source import Source
from reports.tally import Span, Tally
from routing.actions import sealed_days
from routing.clock import DAY, HOUR, MINUTE, Millis
from routing.identifiers import new_id
from routing.tables import Request
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import Read, read

MIDNIGHT = moment("2026-06-05 00:00")


@pytest.fixture
def company(database, clock):
    clock.now = moment("2027-01-01 12:00")
    return Company.new(database)


def volume(company: Company, first: str, last: str = "", by: str = "day", **given: Any) -> Read:
    return read(
        company.database, company.id, "call_volume", first=first, last=last or first, by=by, **given
    )


@pytest.mark.parametrize("wait", [2 * DAY, 2 * DAY + 1, 3 * DAY, 40 * DAY, 2_000 * DAY])
def test_an_answer_counts_on_its_day_however_long_ago_the_question_was(company, wait):
    for answered_at in (MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + DAY - 1, MIDNIGHT + DAY):
        company.answered(answered_at - wait, wait, MINUTE)
    report = volume(company, "2026-06-05")
    assert (report.total["offered"], report.total["answered"]) == (0, 2)
    assert (report.total["wait_min"], report.total["wait_max"]) == (wait, wait)
    assert report.notes["waited_at_end"] == {"count": 1}


@pytest.mark.parametrize(
    ("state", "figure"), [("abandoned", "abandoned"), ("overflowed", "flowed_out")]
)
def test_who_leaves_after_days_counts_on_that_day(company, state, figure):
    for left_at in (MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + DAY - 1, MIDNIGHT + DAY):
        company.request(left_at - 40 * DAY, 40 * DAY, state=state)
    report = volume(company, "2026-06-05")
    assert (report.total["offered"], report.total[figure]) == (0, 2)
    assert report.notes["waited_at_end"] == {"count": 1}


def test_who_waits_since_five_days_is_the_longest_wait(company, clock):
    clock.now = MIDNIGHT + 12 * HOUR
    company.request(clock.now - 5 * DAY, state="waiting", closed_at=None)
    today = volume(company, "2026-06-05")
    assert (today.total["offered"], today.total["longest_wait"]) == (0, 5 * DAY)
    assert today.notes["still_waiting"] == {"count": 1}
    assert volume(company, "2026-06-03").total["longest_wait"] == 3 * DAY + 12 * HOUR
    assert "waited_at_end" not in volume(company, "2026-05-30").notes


def test_nobody_counts_twice_where_clocks_change(company):
    """Two days before a day of 25 hours is not midnight: some come in between."""
    answered_at = moment("2026-10-26 00:00")
    first = moment("2026-10-23 20:00")
    waits = range(0, answered_at - first, 2 * HOUR + 30 * MINUTE)
    for wait in waits:
        company.request(answered_at - wait, wait)
    company.request(moment("2026-10-24 00:00"), answered_at - moment("2026-10-24 00:00"))
    company.request(moment("2026-10-24 00:00") - 1, answered_at - moment("2026-10-24 00:00") + 1)
    everybody = len(waits) + 2
    assert volume(company, "2026-10-26").total["abandoned"] == everybody
    assert volume(company, "2026-10-26", zone="Asia/Tokyo").total["abandoned"] == everybody
    both = volume(company, "2026-10-01", "2026-10-31")
    assert (both.total["offered"], both.total["abandoned"]) == (everybody, everybody)


@pytest.mark.parametrize("first", ["2026-04-20", "2026-06-01", "2026-06-03", "2026-06-05"])
def test_sealed_days_do_not_count_a_long_wait_again(company, first):
    for wait in (HOUR, DAY, 3 * DAY, 40 * DAY):
        company.answered(MIDNIGHT + HOUR - wait, wait, MINUTE, customer_email=f"{wait}@example.org")
    rows = volume(company, first, "2026-06-05").result
    assert sealed_days.seal(company.database, company.id, DayPacker()) == 4
    report = volume(company, first, "2026-06-05")
    assert report.result == rows
    assert report.total["answered"] == 4
    assert report.total["first_contact_resolution"] == 1


def test_only_those_of_the_queue_asked_for_count(company):
    company.answered(MIDNIGHT - 3 * DAY, 3 * DAY, MINUTE, queue_id=None)
    assert volume(company, "2026-06-05").total["answered"] == 1
    assert volume(company, "2026-06-05", queues=[company.queue.id]).total["answered"] == 0


@pytest.mark.parametrize("sealed", [False, True])
def test_who_came_again_while_waiting_for_weeks_was_not_helped_at_once(company, sealed):
    for name in ("zoe", "max"):
        company.answered(
            MIDNIGHT - 40 * DAY, 40 * DAY, MINUTE, customer_email=f"{name}@example.org"
        )
    company.request(MIDNIGHT - 20 * DAY, MINUTE, customer_email="max@example.org")
    company.request(MIDNIGHT - 50 * DAY, MINUTE, customer_email="zoe@example.org")
    if sealed:
        sealed_days.seal(company.database, company.id, DayPacker())
    assert volume(company, "2026-06-05").total["first_contact_resolution"] == 0.5


fates = st.tuples(
    st.integers(0, 90 * DAY),
    st.one_of(st.integers(0, HOUR), st.integers(0, 60 * DAY)),
    st.sampled_from(("closed", "abandoned", "deferred", "waiting")),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(fates, max_size=15), st.integers(0, 89), st.integers(1, 30))
def test_nobody_is_lost_however_long_they_wait(company, fates, day, days):
    begins = moment("2026-08-01 00:00")
    waits = [(begins + came, begins + came + wait, state) for came, wait, state in fates]
    _write(company, waits)
    first = date(2026, 8, 1) + timedelta(days=day)
    span, total = _counted(company, first, first + timedelta(days=days - 1))

    def waiting(at: Millis) -> int:
        return sum(came < at and (state == "waiting" or over >= at) for came, over, state in waits)

    def happened(wanted: str) -> int:
        return sum(span.begin <= over < span.end and state == wanted for _, over, state in waits)

    assert (total.waiting_at_start, total.waiting_at_end) == (
        waiting(span.begin),
        waiting(span.end),
    )
    assert total.offered == sum(span.begin <= came < span.end for came, _, _ in waits)
    assert total.answered == happened("closed")
    assert total.abandoned == happened("abandoned")
    assert total.flowed_out == happened("deferred")
    gone = total.answered + total.abandoned + total.flowed_out
    assert total.waiting_at_start + total.offered == gone + total.waiting_at_end


def _write(company: Company, waits: Sequence[tuple[Millis, Millis, str]]) -> None:
    """These requests instead of all others: when they came in, when the wait was over, and how."""
    rows = [
        {
            "id": new_id(),
            "company_id": company.id,
            "portal_id": company.portal.id,
            "state": state,
            **dict.fromkeys(("posted_at", "line_since", "last_seen_at"), came),
            "accepted_at": over if state == "closed" else None,
            "closed_at": None if state == "waiting" else over,
        }
        for came, over, state in waits
    ]
    with company.database.transaction(company.id) as tx:
        tx.change(delete(Request))
        if rows:
            tx.session.execute(insert(Request), rows)


def _counted(company: Company, first: date, last: date) -> tuple[Span, Tally]:
    """What a report counts of these days, with what no report shows."""
    with company.database.reading(company.id) as reading:
        source = Source(reading, directory.read(reading))
        days = Calendar(source.directory.zone, first, last)
        span = Span(days.begins, days.ends, source.as_of)
        parameters = {"by": "day", "queues": [], "portals": []}
        grouping = group_by(parameters, days, source.directory)
        return span, call_volume.count(source, parameters, span, grouping).total()
