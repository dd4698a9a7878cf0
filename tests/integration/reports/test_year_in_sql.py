"""A made-up year of calls, with what customers said, when they called again and who waited for weeks,
beside DuckDB's SQL.

What `make bench` measures, in small: every figure of both reports, also those that a file of calls
knows nothing of (wrap-up, faces, first-contact resolution).
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.company_choice import choose
from config.import_calls.reading import read_history
from config.import_calls.wall_clock import WallClock
from config.import_calls.writing import write_history
from reports.sealing import DayPacker
from routing.actions import sealed_days
from routing.database import Database
from tests.bench import later_knowledge, parquet, same_figures
from tests.bench.bench_reports import ASKED, SPANS
from tests.bench.duckdb_report import Asked
from tests.bench.history import SLUG, ZONE, History, make_history
from tests.integration.reports.reading import read

SESSIONS = 6_000


@pytest.fixture(scope="module", params=["rows", "sealed days"])
def history(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[History, Database]]:
    made = make_history(tmp_path_factory.mktemp("year"), SESSIONS)
    database = Database(made.url)
    company = choose(database, SLUG)
    calls = read_history(made.file, company.id, WallClock(company.zone), lambda _: None)
    write_history(database, company, calls, lambda _: None)
    later_knowledge.add(made.database)
    _let_some_wait_for_weeks(made.database)
    parquet.write(made.database, made.folder)
    if request.param == "sealed days":
        assert sealed_days.seal(database, company.id, DayPacker()) >= 365
    yield made, database
    database.dispose()


def _let_some_wait_for_weeks(database: Path) -> None:
    """One in a hundred came in up to 60 days before, as many stretches of states began as much earlier."""
    connection = sqlite3.connect(database)
    with connection:
        for table, began in (("request", "posted_at"), ("agent_state", "began_at")):
            connection.execute(
                f"UPDATE {table} SET {began} = {began} - 86400000 * (rowid % 61) WHERE rowid % 97 = 0"
            )
    connection.close()


@pytest.mark.feature("REPT-01", "REPT-02")
@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("asked", ASKED)
def test_a_year_of_history_agrees_with_sql(history, asked, span):
    made, database = history
    (kind, given), (first, last) = ASKED[asked], SPANS[span]
    days = {"from": first.isoformat(), "to": last.isoformat()}
    theirs = Asked(made.folder, kind, {**days, **given}, ZoneInfo(ZONE)).make()
    found = read(
        database, made.company_id, kind, first=days["from"], last=days["to"], **given
    ).result
    rows = [*found["rows"], found["total"]]
    ours = {"keys": [column["key"] for column in found["columns"]], "rows": rows}
    same_figures.require(asked, ours, theirs)
    total = same_figures.by_part(theirs)[None]
    assert all(total[key] for key in _TELLING[kind])


#: Figures that a comparison of nothing with nothing would miss.
_TELLING = {
    "call_volume": (
        "short_abandoned",
        "satisfaction",
        "wrap_up_average",
        "first_contact_resolution",
    ),
    "agent_activity": ("sessions", "wrap_up_total", "in_session", "occupancy"),
}
