"""Sealed days say what the rows say, and are sealed when nothing in them can change any more."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from alembic import command
from sqlmodel import col, select

from reports.sealing import DayPacker
from routing import migrate
from routing.actions import sealed_days
from routing.clock import DAY, HOUR, MINUTE
from routing.tables import Company as CompanyRow
from routing.tables import SealedDay
from tests.builders import a_queue, an_agent
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read

FIRST, LAST = "2026-10-23", "2026-10-27"
GROUPINGS = ("queue", "portal", "hour", "day", "month")


@pytest.fixture
def company(database, clock):
    """Some days around a change of clocks, with everything that can happen."""
    company = Company.new(database)
    clock.now = moment(f"{LAST} 12:00") + 10 * DAY
    midnight = moment("2026-10-25 00:00")
    for hour in range(-30, 60, 5):
        company.answered(midnight + hour * HOUR, hour * MINUTE + HOUR, hour * MINUTE + 3 * HOUR,
                         face=hour % 6, customer_email=f"{hour % 4}@example.org",
                         session_wrap_up=hour % 3 * MINUTE)  # fmt: skip
        company.request(midnight + hour * HOUR, hour * 97_000 + 2 * DAY // 24 * 30, queue_id=None)
    company.state("available", midnight - 40 * HOUR, midnight + 1)
    company.state("in_session", midnight + 1, midnight + 40 * HOUR)
    company.state("lost", midnight + 40 * HOUR, None)
    return company


def results(company, zone=None):
    asked = [("call_volume", {"by": by}) for by in GROUPINGS] + [("agent_activity", {})]
    return [
        read(company.database, company.id, kind, first=FIRST, last=LAST, zone=zone, **given).result
        for kind, given in asked
    ]


def seal(company):
    return sealed_days.seal(company.database, company.id, DayPacker())


def sealed(company):
    with company.database.reading(company.id) as reading:
        rows = reading.session.scalars(select(SealedDay).order_by(col(SealedDay.day)))
        return sorted({row.day for row in rows})


@pytest.mark.parametrize("zone", [None, "Asia/Tokyo", "America/St_Johns"])
def test_sealed_days_say_the_same(company, zone):
    rows = results(company, zone)
    assert rows[0]["figures"][0]["value"] > 20
    assert seal(company) == len(sealed(company)) == 5
    assert results(company, zone) == rows
    assert seal(company) == 0


def test_what_came_after_is_seen_once_days_are_unsealed(company):
    seal(company)
    before = results(company)[0]["figures"][0]["value"]
    noon = moment("2026-10-24 12:00")
    company.request(noon, MINUTE)
    assert results(company)[0]["figures"][0]["value"] == before
    with company.database.transaction(company.id) as tx:
        assert sealed_days.unseal(tx, date(2026, 10, 24), date(2026, 10, 24)) == 6
    assert results(company)[0]["figures"][0]["value"] == before + 1
    assert seal(company) == 2


def test_another_companys_days_stay_sealed(company):
    seal(company)
    other = Company.new(company.database)
    with company.database.transaction(other.id) as tx:
        assert sealed_days.unseal(tx, date(2000, 1, 1), date(2100, 1, 1)) == 0
    assert len(sealed(company)) == 5


def test_a_day_is_sealed_25_hours_after_its_end(company, clock):
    end = moment("2026-10-26 00:00")
    clock.now = end + 25 * HOUR - 1
    seal(company)
    assert sealed(company)[-1] == "2026-10-24"
    clock.now += 1
    seal(company)
    assert sealed(company)[-1] == "2026-10-25"


def test_days_with_something_open_wait(company):
    company.request(moment("2026-10-24 12:00"), state="waiting", closed_at=None)
    company.answered(moment("2026-10-26 12:00"), 0, 0, session_state="active",
                     session_ended_at=None)  # fmt: skip
    before = results(company)
    seal(company)
    assert {"2026-10-24", "2026-10-26"}.isdisjoint(sealed(company))
    assert len(sealed(company)) == 3
    assert results(company) == before


def test_rows_that_come_in_while_a_day_is_packed_keep_it_open(company):
    class Interrupted(DayPacker):
        def pack(self, reading, day):
            packed = super().pack(reading, day)
            company.request(moment(f"{day - timedelta(days=1)} 18:00"), MINUTE)
            return packed

    assert sealed_days.seal(company.database, company.id, Interrupted()) == 0
    assert sealed(company) == []


def test_queues_and_agents_that_came_later_change_nothing(company):
    seal(company)
    before = results(company)[5]["rows"]
    a_queue(company.database, company.id, "a", name="A queue before all others")
    an_agent(company.database, company.id, "aaron")
    rows = read(
        company.database, company.id, "call_volume", first=FIRST, last=LAST, by="queue"
    ).rows
    assert rows["A queue before all others"]["offered"] == 0
    assert rows["Orders"]["offered"] > 5
    assert rows[None]["abandoned"] > 5
    assert results(company)[5]["rows"] == before


def test_a_company_that_moves_to_another_zone_is_sealed_anew(company):
    seal(company)
    with company.database.transaction(company.id) as tx:
        tx.get(CompanyRow, company.id).time_zone = "America/New_York"
    before = results(company)
    assert seal(company) >= 5
    assert results(company) == before


def test_days_sealed_without_long_stretches_are_made_again(tmp_path):
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    command.upgrade(migrate.configuration(url), "0002")
    with closing(sqlite3.connect(tmp_path / "guichet.db")) as connection, connection:
        for kind in ("requests.1", "sessions.1", "states.1"):
            row = {"company_id": "x", "kind": kind, "day": "2026-10-24", "zone": "UTC", "rows": 0,
                   "made_at": 0, "data": b""}  # fmt: skip
            names, marks = ", ".join(row), ", ".join("?" for _ in row)
            connection.execute(
                f"INSERT INTO sealed_day ({names}) VALUES ({marks})", [*row.values()]
            )
    migrate.upgrade(url)
    with closing(sqlite3.connect(tmp_path / "guichet.db")) as connection:
        kept = connection.execute("SELECT kind FROM sealed_day ORDER BY kind").fetchall()
    assert kept == [("requests.1",), ("sessions.1",)]
