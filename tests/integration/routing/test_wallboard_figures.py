"""A wallboard's figures from the rows of a day, on both databases, beside sums written down in SQL."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from routing.actions import wallboards
from routing.actions.wallboards import Wanted
from routing.clock import DAY, HOUR, MINUTE, SECOND, Millis
from routing.database import Database
from routing.errors import Forbidden, InvalidInput, NotFound
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import Portal, Queue, Request, Wallboard
from tests.builders import FakeClock, a_company, a_portal, a_queue, an_agent
from tests.wallboard_days import (
    Call,
    a_named_agent,
    be_in_state,
    day_of_calls,
    time_of,
    who_wait,
    write_calls,
)
from webui.live.messages.wallboard import Board
from webui.live.wallboard_changes import BoardChanges
from webui.live.wallboard_company import CompanyBoards

ZONE = "Europe/Paris"
MIDNIGHT = time_of("2026-11-20", "00:00", ZONE)
NOW = MIDNIGHT + 16 * HOUR


@dataclass
class Bank:
    """A company with a queue, its portal, and a portal in standard mode."""

    database: Database
    id: str
    queue: Queue
    before_queue: Portal
    door: Portal
    sophie: Actor

    def wallboard(self, **wanted: Any) -> Wallboard:
        """A wallboard of the queue and the standard portal, unless told otherwise."""
        given = {"queue_ids": [self.queue.id], "portal_ids": [self.door.id], **wanted}
        with self.database.transaction(self.id) as tx:
            return wallboards.create(tx, self.sophie, Wanted("All", **given))

    def shown(self, board: Wallboard) -> Board:
        """The wallboard as it is read anew."""
        with self.database.reading(self.id) as reading:
            found = CompanyBoards(reading, {board.id}).board(board.id, reading.now)
        assert found is not None
        return found

    def change(self, request_id: str, **fields: Any) -> None:
        """Change a request's row."""
        with self.database.transaction(self.id) as tx:
            request = tx.lock(Request, request_id)
            for name, value in fields.items():
                setattr(request, name, value)
            tx.session.add(request)

    def request_ids(self) -> list[str]:
        """The ids of all requests, oldest first."""
        statement = select(Request.id).order_by(col(Request.posted_at), col(Request.id))
        with self.database.reading(self.id) as reading:
            return list(reading.session.scalars(statement))


@pytest.fixture
def bank(database: Database, clock: FakeClock) -> Bank:
    clock.now = NOW
    company = a_company(database, time_zone=ZONE)
    queue = a_queue(database, company, service_level_within=10 * SECOND)
    return Bank(
        database,
        company,
        queue,
        a_portal(database, company, queue),
        a_portal(database, company, name="Door"),
        an_agent(database, company, "sophie", role="supervisor"),
    )


def test_every_figure_of_a_day_equals_a_sum_written_down_in_sql(bank: Bank):
    write_calls(bank.database, bank.before_queue, day_of_calls(700, MIDNIGHT, NOW), bank.queue)
    write_calls(bank.database, bank.door, day_of_calls(300, MIDNIGHT, NOW, seed=2))
    yesterday = day_of_calls(200, MIDNIGHT - DAY, MIDNIGHT, seed=3)
    across = [Call(MIDNIGHT - MINUTE, accepted_at=MIDNIGHT + MINUTE), Call(MIDNIGHT - 1)]
    write_calls(bank.database, bank.door, [*yesterday, *across, *who_wait(9, NOW, 7 * MINUTE)])
    write_calls(bank.database, bank.before_queue, _long_waits(), bank.queue)

    shown = bank.shown(bank.wallboard())

    sums = _sums(bank)
    assert (shown.offered, shown.answered, shown.abandoned) == sums[:3]
    assert (shown.waiting, shown.longest_wait_since) == sums[3:5]
    met, counted = sums[5:]
    assert shown.service_level == pytest.approx(met / counted)
    assert shown.service_level_variant == "missed"
    assert shown.service_level_within is None
    assert sum(shown.slots.offered) == shown.offered
    assert sum(shown.slots.answered) == shown.answered
    assert len(shown.slots.waiting) == 65
    assert shown.day_from == MIDNIGHT


def test_what_changes_row_by_row_ends_where_reading_anew_ends(bank: Bank, clock: FakeClock):
    board = bank.wallboard()
    write_calls(bank.database, bank.door, day_of_calls(40, MIDNIGHT, NOW))
    write_calls(bank.database, bank.before_queue, who_wait(6, NOW, 5 * MINUTE), bank.queue)
    with bank.database.reading(bank.id) as reading:
        company = CompanyBoards(reading, {board.id})
    first, second, third, *_ = reversed(bank.request_ids())
    clock.advance(20 * MINUTE)
    bank.change(first, state="in_session", accepted_at=clock.now - SECOND)
    bank.change(second, state="abandoned", closed_at=clock.now - HOUR)
    bank.change(third, state="waiting", accepted_at=clock.now - 2 * MINUTE)
    write_calls(bank.database, bank.door, [Call(clock.now)])
    fourth = bank.request_ids()[-1]
    with bank.database.reading(bank.id) as reading:
        changes = BoardChanges(requests={first, second, third, fourth, new_id()})
        assert company.update(reading, {board.id}, changes) == {board.id}
        assert company.board(board.id, reading.now) == bank.shown(board)
        assert not company.update(reading, {board.id}, changes)


def test_events_that_never_came_are_made_up_for_within_a_check(bank: Bank, clock: FakeClock):
    board = bank.wallboard()
    write_calls(bank.database, bank.door, who_wait(3, NOW, HOUR))
    with bank.database.reading(bank.id) as reading:
        company = CompanyBoards(reading, {board.id})
    clock.advance(3 * SECOND)
    bank.change(bank.request_ids()[0], state="in_session", accepted_at=clock.now)
    write_calls(bank.database, bank.door, [Call(clock.now)])
    with bank.database.reading(bank.id) as reading:
        assert company.check(reading, {board.id}) == {board.id}
        assert company.board(board.id, reading.now) == bank.shown(board)
        assert not company.check(reading, {board.id})


def test_lost_events_of_settings_are_made_up_for_within_a_check_and_at_once_when_known(bank: Bank):
    board = bank.wallboard()
    other = bank.wallboard()
    with bank.database.reading(bank.id) as reading:
        company = CompanyBoards(reading, {board.id, other.id})
    with bank.database.transaction(bank.id) as tx:
        wallboards.void_keys(tx, bank.sophie, board.id)
        wallboards.delete(tx, bank.sophie, other.id)
    with bank.database.reading(bank.id) as reading:
        assert company.check(reading, {board.id, other.id}) == {board.id, other.id}
        assert (company.key_epoch(board.id), company.key_epoch(other.id)) == (2, None)
    with bank.database.transaction(bank.id) as tx:
        wallboards.void_keys(tx, bank.sophie, board.id)
    with bank.database.reading(bank.id) as reading:
        assert company.update(reading, {board.id}, BoardChanges(unheard=True)) == {board.id}
        assert company.key_epoch(board.id) == 3


def test_requests_heard_of_together_with_settings_are_shown_with_them(bank: Bank):
    board = bank.wallboard()
    with bank.database.reading(bank.id) as reading:
        company = CompanyBoards(reading, {board.id})
    write_calls(bank.database, bank.door, who_wait(3, NOW, HOUR))
    changes = BoardChanges(requests=set(bank.request_ids()), settings=True)
    with bank.database.reading(bank.id) as reading:
        company.update(reading, {board.id}, changes)
        assert company.board(board.id, reading.now) == bank.shown(board)


def test_a_wallboard_opened_between_two_checks_is_found_by_the_next(bank: Bank):
    board, opened = bank.wallboard(), bank.wallboard()
    with bank.database.reading(bank.id) as reading:
        company = CompanyBoards(reading, {board.id})
        assert opened.id in company.check(reading, {board.id, opened.id})
        assert company.board(opened.id, reading.now) is not None


def test_a_new_day_begins_at_the_companys_midnight(bank: Bank, clock: FakeClock):
    board = bank.wallboard()
    write_calls(bank.database, bank.door, [*day_of_calls(50, MIDNIGHT, NOW), Call(NOW)])
    with bank.database.reading(bank.id) as reading:
        company = CompanyBoards(reading, {board.id})
    clock.now = MIDNIGHT + DAY - 1
    assert company.rolls_over(clock.now)
    with bank.database.reading(bank.id) as reading:
        company.check(reading, {board.id})
    assert not company.rolls_over(clock.now)
    clock.now = MIDNIGHT + DAY
    assert company.rolls_over(clock.now)
    with bank.database.reading(bank.id) as reading:
        assert company.check(reading, {board.id}) == {board.id}
        shown = company.board(board.id, reading.now)
    assert shown is not None
    assert (shown.offered, shown.answered, shown.waiting) == (0, 0, 1)
    assert shown.day_from == MIDNIGHT + DAY
    assert shown == bank.shown(board)


def test_the_agents_are_those_who_serve_what_is_shown(bank: Bank):
    def agent(name: str, state: str, minutes: int, **serving: Any) -> None:
        actor = a_named_agent(bank.database, bank.id, name, **serving)
        be_in_state(bank.database, actor, NOW - minutes * MINUTE, state, "lunch")

    agent("Marie", "in_session", 3, queues=[bank.queue])
    agent("Paul", "unavailable", 20, portals=[bank.door])
    agent("Jean", "available", 1, portals=[bank.door], queues=[bank.queue])
    agent("Anna", "wrap_up", 2, portals=[bank.before_queue])
    both = bank.shown(bank.wallboard()).agents
    assert [(one.name, one.state, one.reason, NOW - one.since) for one in both] == [
        ("Jean", "available", "", MINUTE),
        ("Marie", "in_session", "", 3 * MINUTE),
        ("Paul", "unavailable", "lunch", 20 * MINUTE),
    ]
    by_portal = bank.wallboard(queue_ids=[], portal_ids=[bank.before_queue.id])
    assert {one.name for one in bank.shown(by_portal).agents} == {"Marie", "Jean", "Anna"}


def test_only_what_is_the_companys_own_is_shown_and_only_to_its_supervisors(
    bank: Bank, database: Database
):
    other = a_company(database)
    foreign, marie = a_queue(database, other), an_agent(database, bank.id)
    with bank.database.transaction(bank.id) as tx:
        with pytest.raises(NotFound):
            wallboards.create(tx, bank.sophie, Wanted("X", queue_ids=[foreign.id]))
        with pytest.raises(NotFound):
            wallboards.create(tx, bank.sophie, Wanted("X", portal_ids=[new_id()]))
        with pytest.raises(Forbidden):
            wallboards.create(tx, marie, Wanted("X"))
        with pytest.raises(Forbidden):
            wallboards.all_of_company(tx, marie)
    board, stranger = bank.wallboard(), an_agent(database, other, role="supervisor")
    with database.transaction(other) as tx, pytest.raises(NotFound):
        wallboards.delete(tx, stranger, board.id)


@pytest.mark.parametrize(
    ("field", "reason", "wanted"),
    [
        ("name", "required", {"name": " \u200b"}),
        ("name", "too_long", {"name": "x" * 201}),
        ("thresholds", "unknown_field", {"thresholds": {"weather": {}}}),
        ("thresholds.waiting", "unknown_field", {"thresholds": {"waiting": {"alarm": 1}}}),
        ("thresholds.waiting", "wrong_order", {"thresholds": {"waiting": (5, 3)}}),
        ("thresholds.service_level", "wrong_order", {"thresholds": {"service_level": (0.7, 0.9)}}),
        ("thresholds.service_level", "out_of_range", {"thresholds": {"service_level": (80, 70)}}),
        ("thresholds.waiting.attention", "out_of_range", {"thresholds": {"waiting": (-1, 2)}}),
        (
            "thresholds.waiting.alarm",
            "out_of_range",
            {"thresholds": {"waiting": (1, float("inf"))}},
        ),
        ("thresholds.waiting.alarm", "not_a_number", {"thresholds": {"waiting": (1, "2")}}),
        ("thresholds.waiting.attention", "not_a_number", {"thresholds": {"waiting": (True, 2)}}),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(
    bank: Bank, field: str, reason: str, wanted: dict[str, Any]
):
    limits = {
        figure: dict(zip(("attention", "alarm"), given, strict=True))
        if isinstance(given, tuple)
        else given
        for figure, given in wanted.get("thresholds", {}).items()
    }
    given = Wanted(wanted.get("name", "All"), thresholds=limits)
    with bank.database.transaction(bank.id) as tx, pytest.raises(InvalidInput) as refused:
        wallboards.create(tx, bank.sophie, given)
    assert (refused.value.data["field"], refused.value.data["reason"]) == (field, reason)


def _long_waits() -> list[Call]:
    """Who waited for days until yesterday's last or today's first millisecond, or still does."""
    calls = [Call(MIDNIGHT - 5 * DAY)]
    for days in (2, 3, 40):
        for over in (MIDNIGHT - 1, MIDNIGHT, NOW):
            posted_at = over - days * DAY
            calls += [Call(posted_at, accepted_at=over), Call(posted_at, left_at=over)]
    return calls


def _sums(bank: Bank) -> tuple[int, int, int, int, Millis, int, int]:
    """The figures as SQL adds them up; short abandons count in no service level."""
    statement = text(
        """
        WITH mine AS (
            SELECT request.*, CASE WHEN queue_id IS NULL THEN 20000 ELSE 10000 END AS within,
                   COALESCE(accepted_at, closed_at) - posted_at AS wait
            FROM request WHERE company_id = :company
        )
        SELECT SUM(CASE WHEN posted_at >= :begins THEN 1 ELSE 0 END),
               SUM(CASE WHEN accepted_at >= :begins THEN 1 ELSE 0 END),
               SUM(CASE WHEN state = 'abandoned' AND closed_at >= :begins THEN 1 ELSE 0 END),
               SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END),
               MIN(CASE WHEN state = 'waiting' THEN posted_at END),
               SUM(CASE WHEN accepted_at >= :begins AND wait <= within THEN 1 ELSE 0 END),
               SUM(CASE WHEN accepted_at >= :begins
                          OR (state = 'abandoned' AND closed_at >= :begins AND wait >= 5000)
                        THEN 1 ELSE 0 END)
        FROM mine
        """
    )
    with bank.database.reading(bank.id) as reading:
        asked = {"company": _stored(reading, bank.id), "begins": MIDNIGHT}
        found = reading.session.execute(statement, asked).one()
    return tuple(int(value) for value in found)  # type: ignore[return-value]


def _stored(reading: Any, identifier: str) -> str:
    """An identifier as this database keeps it."""
    is_sqlite = reading.session.get_bind().dialect.name == "sqlite"
    return identifier.replace("-", "") if is_sqlite else identifier
