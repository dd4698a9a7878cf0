"""Queue `export`: the nightly files, and their removal when their time is over."""

from __future__ import annotations

from workers import exporting
from workers.base import Work, task


@task("export.nightly")
def nightly(work: Work) -> None:
    """Writes what every company is owed: last night's day, and days that were missed."""
    exporting.export_due(work.database, work.settings)


@task("export.remove_outlived")
def remove_outlived(work: Work) -> None:
    """Removes what was kept for as long as it should be."""
    exporting.remove_outlived(work.database, work.settings)
