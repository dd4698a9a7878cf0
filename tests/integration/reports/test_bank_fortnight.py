"""Every figure of the bank's fortnight equals a computation from the file itself, by DuckDB.

The same with a made-up day, for those who have not got the file.
"""

import calendar as days_of_months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from config.company_choice import choose
from config.import_calls.reading import read_history
from config.import_calls.wall_clock import WallClock
from config.import_calls.writing import write_history
from config.replay.generated_day import generate
from reports.sealing import DayPacker
from routing import migrate
from routing.actions import sealed_days
from routing.clock import SECOND
from routing.database import Database
from routing.tables import Account, Portal, Queue
from tests.builders import FakeClock, a_company
from tests.integration.reports.calls_in_sql import CallsInSql, Judging
from tests.integration.reports.reading import Read, read

BANK = Path(__file__).parents[3] / "../shared/data/bank_calls_1999-02-01_14.tsv"
MADE_UP_DAY = date(1999, 2, 24)
#: Queues that judge differently, so that each variant and their mixture are seen.
VARIANTS = ("missed", "met_when_early", "left_out")
GROUPINGS = ("queue", "portal", "hour", "day", "month")


@dataclass
class Imported:
    """A file of calls in a database of ours and in DuckDB."""

    database: Database
    company_id: str
    expected: CallsInSql
    first: date
    last: date
    #: What the file calls queues and agents, by our names.
    types: dict[Any, str]
    servers: dict[Any, str]

    def read(self, kind: str, first: date, last: date, **given: Any) -> Read:
        return read(
            self.database,
            self.company_id,
            kind,
            first=first.isoformat(),
            last=last.isoformat(),
            **given,
        )


@pytest.fixture(scope="module", params=["the bank's fortnight", "a made-up day"])
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("fortnight")
    file = BANK
    if request.param == "a made-up day":
        file = folder / "made_up.tsv"
        file.write_text(generate(600, 11, MADE_UP_DAY))
    if not file.exists():
        pytest.skip("the bank's calls are not there: ../shared/data")
    url = f"sqlite:///{folder / 'guichet.db'}"
    migrate.upgrade(url)
    database = Database(url, FakeClock())
    made = _import(database, file)
    yield made
    made.expected.connection.close()
    database.dispose()


def _import(database: Database, file: Path) -> Imported:
    company_id = a_company(database, slug="bank", time_zone="Asia/Jerusalem")
    company = choose(database, "bank")
    history = read_history(file, company_id, WallClock(company.zone), lambda _: None)
    write_history(database, company, history, lambda _: None)
    judging = _judge_differently(database, company_id)
    with database.reading(company_id) as reading:
        portal = reading.session.scalars(select(Portal.name)).one()
        queues = reading.session.execute(select(Queue.name, Queue.key)).all()
        accounts = reading.session.execute(select(Account.name, Account.login)).all()
    return Imported(
        database,
        company_id,
        CallsInSql.read(file, judging),
        history.days[0],
        history.days[-1],
        {portal: "all", **{name: _type(key) for name, key in queues}},
        {name: login.upper() for name, login in accounts},
    )


def _judge_differently(database: Database, company_id: str) -> Judging:
    with database.transaction(company_id) as tx:
        keys = sorted(tx.session.scalars(select(Queue.key)))
        judging = {}
        for number, key in enumerate(keys):
            within, short, variant = 20 + 10 * number, 5 + number, VARIANTS[number % 3]
            judging[_type(key)] = (within, short, variant)
            tx.change(
                update(Queue)
                .where(col(Queue.key) == key)
                .values(
                    service_level_within=within * SECOND,
                    short_abandon=short * SECOND,
                    service_level_variant=variant,
                )
            )
    return judging


def _type(queue_key: str) -> str:
    return queue_key.removeprefix("import-").upper()


@pytest.mark.feature("REPT-01")
@pytest.mark.parametrize("by", GROUPINGS)
def test_call_volume_agrees_with_the_file(imported, by):
    # A call of the last evening may be answered after midnight.
    last = imported.last + timedelta(days=1)
    report = imported.read("call_volume", imported.first, last, by=by)
    begin, end = _span(imported.first, last)
    found = {imported.types.get(name, name): row for name, row in report.rows.items()}
    expected = imported.expected.call_volume(by, begin, end)
    assert sum(row["offered"] for row in expected.values()) > 500
    _agree(found, expected)
    _agree({None: report.total}, imported.expected.call_volume("total", begin, end))


def test_single_days_agree_hour_by_hour(imported):
    for offset in range((imported.last - imported.first).days + 1):
        day = imported.first + timedelta(days=offset)
        report = imported.read("call_volume", day, day, by="hour")
        _agree(report.rows, imported.expected.call_volume("hour", *_span(day, day)))


@pytest.mark.feature("REPT-02")
def test_agent_activity_agrees_with_the_file(imported):
    last = imported.last + timedelta(days=1)
    for first, until in ((imported.first, last), (imported.first, imported.first)):
        report = imported.read("agent_activity", first, until)
        found = {imported.servers[name]: row for name, row in report.rows.items()}
        expected = imported.expected.agent_activity(*_span(first, until))
        assert found.keys() == expected.keys()
        _agree(found, expected)


def test_sealed_days_say_the_same_as_the_rows(imported):
    span = (imported.first, imported.last + timedelta(days=1))
    asked = [("call_volume", {"by": by}) for by in GROUPINGS] + [("agent_activity", {})]
    before = [imported.read(kind, *span, **given).result for kind, given in asked]
    days = (imported.last - imported.first).days + 1
    assert sealed_days.seal(imported.database, imported.company_id, DayPacker()) >= days
    assert [imported.read(kind, *span, **given).result for kind, given in asked] == before


def test_the_parts_of_a_range_add_up_to_it(imported):
    whole = imported.read("call_volume", imported.first, imported.last, by="month")
    days = imported.read("call_volume", imported.first, imported.last, by="day")
    for key in ("offered", "answered", "abandoned", "short_abandoned"):
        singly = [
            imported.read("call_volume", day, day, by="queue").total[key]
            for day in _days(imported.first, imported.last)
        ]
        assert sum(singly) == whole.total[key] == sum(row[key] for row in days.rows.values())


def _agree(found: dict[Any, dict[str, Any]], expected: dict[Any, dict[str, Any]]) -> None:
    """Every expected figure is found; what was not expected has no figures."""
    for part, row in expected.items():
        assert {key: found[part][key] for key in row} == pytest.approx(row, abs=1.5e-6), part
    for part in found.keys() - expected.keys():
        assert not found[part]["offered"], part


def _span(first: date, last: date) -> tuple[int, int]:
    """Midnights of the clock on the wall, in seconds."""
    return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> int:
    return days_of_months.timegm(datetime(day.year, day.month, day.day, tzinfo=UTC).utctimetuple())


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
