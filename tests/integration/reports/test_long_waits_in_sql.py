"""Weeks of long waits and long stretches, from rows and from sealed days, beside DuckDB's SQL over the same."""

from itertools import product
from zoneinfo import ZoneInfo

from reports.sealing import DayPacker
from routing.actions import sealed_days
from tests.bench import same_figures
from tests.bench.bench_reports import ASKED
from tests.bench.duckdb_report import Asked
from tests.integration.reports.days_of_waiting import DaysOfWaiting
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read

ZONE = "Europe/Paris"
#: The day of 25 hours, and the weeks around it.
SPANS = (("2026-10-25", "2026-10-25"), ("2026-10-14", "2026-11-02"))


def test_whoever_waits_for_weeks_is_in_every_figure(database, clock, tmp_path):
    clock.now = moment("2026-12-01 12:00")
    company = Company.new(database, ZONE)
    past = DaysOfWaiting(company, moment("2026-11-15 00:00"))
    past.write(requests=400)
    past.to_parquet(tmp_path)

    theirs = {asked: _made_by_duckdb(tmp_path, *asked) for asked in product(SPANS, ASKED)}
    for sealed in (False, True):
        assert not sealed or sealed_days.seal(database, company.id, DayPacker()) > 20
        for asked, report in theirs.items():
            same_figures.require(f"{asked}, {sealed=}", _made_by_us(company, *asked), report)


def _made_by_duckdb(folder, days, name):
    kind, given = ASKED[name]
    return Asked(folder, kind, {"from": days[0], "to": days[1], **given}, ZoneInfo(ZONE)).make()


def _made_by_us(company, days, name):
    kind, given = ASKED[name]
    made = read(company.database, company.id, kind, first=days[0], last=days[1], **given)
    return {"keys": made.keys, "rows": [*made.result["rows"], made.result["total"]]}
