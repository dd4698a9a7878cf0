"""One day of a company as CSV files: the chosen reports over that day alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from reports import run
from reports.export_folder import finished, refused
from routing import report_parameters
from routing.database import Database
from routing.exported import ExportedFile

#: How a day is cut where a report can be cut in several ways.
_CUT: dict[str, dict[str, Any]] = {"call_volume": {"by": "hour"}}

#: Told how much of the day is done, from 0 to 1.
Progress = Callable[[float], object]


def write_day(
    database: Database,
    company_id: str,
    day: date,
    kinds: Sequence[str],
    folder: Path,
    progress: Progress = lambda _: None,
) -> list[ExportedFile]:
    """Write the day's reports into `folder`, one file each, safe on the disk.

    Raises `ExportFailed` when the disk refuses.
    """
    files = []
    for number, kind in enumerate(kinds):

        def told(percent: int, before: int = number) -> None:
            progress((before + percent / 100) / len(kinds))

        files.append(_write(database, company_id, day, kind, folder, told))
        told(100)
    return files


def _write(
    database: Database,
    company_id: str,
    day: date,
    kind: str,
    folder: Path,
    progress: Callable[[int], None],
) -> ExportedFile:
    asked = {"from": day.isoformat(), "to": day.isoformat(), **_CUT.get(kind, {})}
    parameters = report_parameters.checked(kind, asked, day)
    path = folder / f"{kind}.csv"
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            computed = run.compute(database, company_id, kind, parameters, file, progress)
    except OSError as error:
        raise refused(error) from error
    return finished(path, kind, computed.rows, computed.result["notes"])
