"""Queue `report`: what people ask to know is computed, once for each question."""

from __future__ import annotations

from reports import run as reporting
from routing.actions import report_runs
from workers.base import Work, task


@task(report_runs.TASK)
def run(work: Work, company_id: str, run_id: str) -> None:
    """Computes one report and keeps it; one that is kept already stays as it is."""
    report_runs.carry_out(work.database, company_id, run_id, reporting.make)
