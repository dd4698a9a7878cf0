"""Whatever happened: parts add up to wholes, nobody is lost, nothing is negative, shares are shares.

The days are those around a change of clocks, with 25 hours on the Sunday.
"""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import agent_activity, call_volume, measures, queries
from reports.agent_activity import Activity
from reports.calendar import Calendar
from reports.directory import NONE, Directory, Names, Standards
from reports.facts import NEVER, Outcome, Requests, Sessions, State, States
from reports.grouping import group_by
from reports.tally import Span, Tally
from routing.clock import DAY, HOUR
from routing.service_level import VARIANTS, Rule

PARIS = ZoneInfo("Europe/Paris")
FIRST, LAST = date(2026, 10, 23), date(2026, 11, 2)
DAYS = Calendar(PARIS, FIRST, LAST)
BEGIN, END = DAYS.begins - DAY, DAYS.ends + DAY
GROUPINGS = ("queue", "portal", "hour", "day", "month")
COUNTS = ("offered", "answered", "abandoned", "short_abandoned", "flowed_out", "met", "judged",
          "wrap_up", "faces", "face_sum", "satisfied")  # fmt: skip
DURATIONS = ("waits", "all_waits", "session_times")
LIMITS: dict[str, float] = {"share": 1, "score": 5}
DIRECTORY = Directory(
    "company",
    "company",
    PARIS,
    Names(("q1", "q2", "q3"), ("Calls", "Orders", "Returns")),
    Names(("p1", "p2"), ("Shop", "Help")),
    Names(("a1", "a2"), ("Amélie", "Bruno")),
    Standards(
        np.array([20_000, 10_000, 60_000, 20_000, 0, 0]),
        np.array([5_000, 0, 15_000, 5_000, 5_000, 0]),
        np.array([0, 1, 2, 0, 1, 0]),
    ),
)

moments = st.integers(BEGIN, END - 1)
durations = st.one_of(st.integers(0, 90_000), st.integers(0, 30 * HOUR), st.integers(0, 60 * DAY))
queues, portals, agents = st.integers(NONE, 2), st.integers(NONE, 1), st.integers(NONE, 1)


@st.composite
def a_request(draw: st.DrawFn) -> tuple[int, ...]:
    posted, wait = draw(moments), draw(durations)
    answered = posted + wait if draw(st.booleans()) else NEVER
    outcome = draw(st.sampled_from(Outcome))
    if outcome is Outcome.CLOSED and answered == NEVER:
        outcome = Outcome.OPEN
    closed = NEVER if outcome is Outcome.OPEN else posted + wait + draw(durations)
    return (
        *(posted, answered, closed, outcome, draw(queues), draw(portals)),
        *(draw(st.integers(0, 3)), draw(st.integers(0, 1))),
    )


@st.composite
def a_session(draw: st.DrawFn) -> tuple[int, ...]:
    began = draw(moments)
    ended = draw(st.one_of(st.just(NEVER), durations.map(lambda time: began + time)))
    return (
        *(began, ended, draw(durations), draw(queues), draw(portals), draw(agents)),
        draw(st.integers(0, 5)),
    )


@st.composite
def a_stretch(draw: st.DrawFn) -> tuple[int, ...]:
    began = draw(moments)
    return began, began + draw(durations), draw(agents), draw(st.sampled_from(State))


def facts(kind: Any, entries: st.SearchStrategy[tuple[int, ...]]) -> st.SearchStrategy[Any]:
    """Columns of some of these rows."""
    width = len(kind.names())
    return st.lists(entries, max_size=30).map(
        lambda rows: kind(*np.array(rows, dtype=np.int64).reshape(-1, width).T)
    )


some_requests = facts(Requests, a_request())
some_sessions = facts(Sessions, a_session())
some_states = facts(States, a_stretch())
as_of = st.integers(BEGIN, END)


def counted(requests: Requests, sessions: Sessions, days: Calendar, by: str, now: int) -> Tally:
    """Everything counted of these days."""
    parameters = {"by": by, "queues": [], "portals": []}
    grouping = group_by(parameters, days, DIRECTORY)
    tally, span = Tally(len(grouping.names)), Span(days.begins, days.ends, now)
    line = DIRECTORY.lines(requests.queue, requests.portal)
    measures.count_requests(tally, requests, line, DIRECTORY.standards, span, grouping.group_of)
    measures.count_sessions(tally, sessions, span, grouping.group_of)
    everybody = np.ones(len(requests), dtype=bool)
    measures.count_contacts(tally, requests, everybody, span, grouping.group_of)
    return tally


def figures(tally: Tally) -> dict[str, Any]:
    """The whole as it can be compared."""
    total = tally.total()
    return {
        **{
            name: getattr(total, name).tolist()
            for name in (*COUNTS, "identified", "solved_at_once")
        },
        **{
            f"{name}.{part}": getattr(getattr(total, name), part).tolist()
            for name in DURATIONS
            for part in ("count", "sum", "least", "greatest")
        },
    }


@given(some_requests, some_sessions, as_of)
def test_every_grouping_adds_up_to_the_same_whole(requests, sessions, now):
    wholes = [figures(counted(requests, sessions, DAYS, by, now)) for by in GROUPINGS]
    assert all(whole == wholes[0] for whole in wholes)


@given(some_requests, some_sessions, as_of)
def test_a_day_is_the_sum_of_its_hours_and_a_range_of_its_days(requests, sessions, now):
    by_day = counted(requests, sessions, DAYS, "day", now)
    for number, day in enumerate(DAYS.days):
        hours = counted(requests, sessions, Calendar(PARIS, day, day), "hour", now).total()
        for name in COUNTS:
            assert (getattr(hours, name)[0] == getattr(by_day, name)[number]).all(), name


@given(some_requests, some_sessions, st.integers(1, (LAST - FIRST).days), as_of)
def test_a_range_split_in_two_adds_up(requests, sessions, where, now):
    middle = FIRST + timedelta(days=where)
    halves = [
        counted(requests, sessions, Calendar(PARIS, first, last), "queue", now)
        for first, last in ((FIRST, middle - timedelta(days=1)), (middle, LAST))
    ]
    whole = counted(requests, sessions, DAYS, "queue", now)
    for name in COUNTS:
        parts = sum(getattr(half, name) for half in halves)
        assert (getattr(whole, name) == parts).all(), name
    assert halves[0].waiting_at_end == halves[1].waiting_at_start


@given(some_requests, some_sessions, as_of)
def test_nobody_is_lost(requests, sessions, now):
    for by in GROUPINGS:
        total = counted(requests, sessions, DAYS, by, now).total()
        came = total.waiting_at_start + int(total.offered[0])
        gone = int(total.answered[0] + total.abandoned[0] + total.flowed_out[0])
        assert came == gone + total.waiting_at_end


@given(some_requests)
def test_service_levels_are_those_of_the_wallboard(requests):
    """Which reckons the same rule request by request."""
    whole = Requests.where(requests, requests.posted_at >= DAYS.begins)
    tally = counted(whole, queries.empty(Sessions), DAYS, "queue", END).total()
    met = judged = 0
    for line, request in zip(DIRECTORY.lines(whole.queue, whole.portal), _each(whole), strict=True):
        rule = Rule(
            int(DIRECTORY.standards.within[line]),
            VARIANTS[int(DIRECTORY.standards.variant[line])],
            int(DIRECTORY.standards.short[line]),
        )
        added = (0, 0)
        if request["answered_at"] != NEVER:
            if request["answered_at"] < DAYS.ends:
                added = rule.of_answered(request["answered_at"] - request["posted_at"])
        elif request["outcome"] == Outcome.ABANDONED and request["closed_at"] < DAYS.ends:
            added = rule.of_abandoned(request["closed_at"] - request["posted_at"])
        met, judged = met + added[0], judged + added[1]
    assert (tally.met.sum(), tally.judged.sum()) == (met, judged)


def _each(requests: Requests) -> list[dict[str, int]]:
    columns = (requests.column(name).tolist() for name in requests.names())
    return [dict(zip(requests.names(), row, strict=True)) for row in zip(*columns, strict=True)]


@given(some_requests, some_sessions, st.sampled_from(GROUPINGS), as_of)
def test_no_figure_is_negative_and_shares_are_shares(requests, sessions, by, now):
    tally = counted(requests, sessions, DAYS, by, now)
    for group in range(tally.size):
        found = zip(call_volume.FIGURES, call_volume.values(tally, group), strict=True)
        for column, value in ((column, value) for column, value in found if value is not None):
            if column.kind == "text":
                continue
            assert float(value) >= (1 if column.kind == "score" else 0), column.key
            assert float(value) <= LIMITS.get(column.kind, np.inf), column.key


@given(some_sessions, some_states, st.integers(1, (LAST - FIRST).days), as_of)
def test_the_time_of_agents_adds_up(sessions, states, where, now):
    def activity(first, last):
        span = Span(Calendar(PARIS, first, last).begins, Calendar(PARIS, first, last).ends, now)
        found = Activity.none(len(DIRECTORY.agents))
        agent_activity.count_sessions(found, sessions, span)
        agent_activity.count_states(found, states, span)
        return found

    middle = FIRST + timedelta(days=where)
    before, after = activity(FIRST, middle - timedelta(days=1)), activity(middle, LAST)
    whole = activity(FIRST, LAST)
    assert (before.states + after.states == whole.states).all()
    assert (before.sessions + after.sessions == whole.sessions).all()
    assert (before.times.sum + after.times.sum == whole.times.sum).all()
    assert (whole.states >= 0).all()


@pytest.mark.parametrize("by", GROUPINGS)
def test_nothing_at_all_is_no_figure_rather_than_nought(by):
    nothing = counted(queries.empty(Requests), queries.empty(Sessions), DAYS, by, END)
    found = dict(
        zip(
            (column.key for column in call_volume.FIGURES),
            call_volume.values(nothing.total(), 0),
            strict=True,
        )
    )
    assert found["offered"] == 0
    assert found["wait_average"] is found["service_level"] is found["satisfaction"] is None
