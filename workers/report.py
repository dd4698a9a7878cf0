"""Queue `report`: what people ask to know is computed, once for each question."""

from __future__ import annotations

from reports import other_formats
from reports import run as reporting
from reports.sealing import DayPacker
from routing.actions import report_files, report_runs, sealed_days
from workers.base import Work, task


@task(report_runs.TASK)
def run(work: Work, company_id: str, run_id: str) -> None:
    """Computes one report and keeps it; one that is kept already stays as it is."""
    report_runs.carry_out(work.database, company_id, run_id, reporting.make)
    # What had to be read row by row is read in a moment from now on.
    sealed_days.seal(work.database, company_id, DayPacker())


@task(report_files.TASK)
def file(work: Work, company_id: str, run_id: str, name: str) -> None:
    """Makes one file of a report, by the name of its format; one that is kept already stays as it is."""
    report_files.carry_out(work.database, company_id, run_id, name, other_formats.make)


@task("report.seal")
def seal(work: Work) -> None:
    """Seals the days that have closed since the last time, and gives up what nobody finished."""
    report_runs.give_up_lost(work.database)
    report_files.give_up_lost(work.database)
    sealed_days.seal_everywhere(work.database, DayPacker())
