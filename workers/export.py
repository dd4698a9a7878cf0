"""Queue `export`: the nightly files, and their removal when their time is over."""

from __future__ import annotations

from workers import exporting
from workers.base import Work, task


@task("export.nightly")
def nightly(work: Work) -> None:
    """Calls for what every company is owed: last night's day, and days that were missed."""
    exporting.call_due(work.database)


@task(exporting.DUE_OF)
def company(work: Work, company_id: str) -> None:
    """Writes what one company is owed, a day after the other."""
    exporting.export_due(work.database, work.settings, company_id)


@task("export.remove_outlived")
def remove_outlived(work: Work) -> None:
    """Removes what was kept for as long as it should be."""
    exporting.remove_outlived(work.database, work.settings)
