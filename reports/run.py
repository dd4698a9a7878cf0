"""From a question to its report: which file answers which kind, and what is kept of the answer.

    with csv_file.gzipped(buffer) as file:
        computed = run.compute(database, company_id, "call_volume", parameters, file)

`parameters` are canonical (`routing.report_parameters.checked`).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from reports import (
    agent_activity,
    call_volume,
    csv_file,
    directory,
    session_query,
    text_search,
    url_referrals,
)
from reports.calendar import Calendar
from reports.result import Report, Shown
from reports.source import Source
from routing.clock import Millis
from routing.database import Database
from routing.made_report import MadeReport, Progress
from routing.transaction import Transaction

Maker = Callable[[Source, dict[str, Any], Calendar], Report]
_REPORTS: dict[str, Maker] = {
    call_volume.KIND: call_volume.report,
    agent_activity.KIND: agent_activity.report,
    url_referrals.KIND: url_referrals.report,
    session_query.KIND: session_query.report,
}
#: Reports read two sorts of facts of each day.
_SORTS = 2


@dataclass(frozen=True)
class Computed:
    """A report whose rows are in its CSV file: what pages show, and how many rows there are."""

    result: dict[str, Any]
    as_of: Millis
    file_name: str
    rows: int


def make(
    database: Database, company_id: str, kind: str, parameters: dict[str, Any], progress: Progress
) -> MadeReport:
    """The report with its file, to be kept."""
    packed = io.BytesIO()
    with csv_file.gzipped(packed) as file:
        made = compute(database, company_id, kind, parameters, file, progress)
    return MadeReport(made.result, made.as_of, made.file_name, made.rows, packed.getvalue())


def compute(
    database: Database,
    company_id: str,
    kind: str,
    parameters: dict[str, Any],
    file: TextIO,
    progress: Progress = lambda _: None,
) -> Computed:
    """Compute a report and write its rows to `file` (opened with `newline=""`) on the way."""
    with database.reading(company_id) as reading:
        _see_one_moment(reading)
        text_search.prepare(reading)
        known = directory.read(reading)
        calendar = _calendar(parameters, known.zone)
        source = Source(reading, known, progress, _SORTS * len(calendar.days))
        report = _REPORTS[kind](source, parameters, calendar)
        shown = Shown(kind)
        csv_file.write(file, report.columns, shown.pass_on(report.rows), calendar.zone)
    name = f"{kind}_{parameters['from']}_{parameters['to']}.csv"
    return Computed(report.document(shown.rows, shown.count), report.as_of, name, shown.count)


def _see_one_moment(reading: Transaction) -> None:
    """Let all statements see the same rows; SQLite does so by itself."""
    if not text_search.is_sqlite(reading):
        reading.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _calendar(parameters: dict[str, Any], zone: ZoneInfo) -> Calendar:
    own = parameters.get("zone")
    first, last = (date.fromisoformat(parameters[name]) for name in ("from", "to"))
    return Calendar(ZoneInfo(own) if own else zone, first, last)
