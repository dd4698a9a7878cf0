"""A report's file in another format than CSV, made from its CSV file: the same rows, typed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from reports import csv_file
from reports.result import Column, Row
from routing.made_report import KeptReport
from routing.report_formats import PARQUET, XLSX

#: Writes a report with these columns and rows into a binary file.
Write = Callable[[IO[bytes], dict[str, Any], Sequence[Column], Iterable[Row]], None]


def make(name: str, report: KeptReport) -> bytes:
    """The file in the format of this name (`routing.report_formats`), the same bytes each time."""
    write = _WRITERS[name]()
    columns = [Column(**column) for column in report.result["columns"]]
    into = io.BytesIO()
    with csv_file.unpacked(report.csv) as file:
        write(into, report.result, columns, csv_file.read(file, columns))
    return into.getvalue()


# Most batch workers never make such a file, and need not carry its library.
def _excel() -> Write:
    from reports import excel_file

    return excel_file.write


def _parquet() -> Write:
    from reports import parquet_file

    return parquet_file.write


_WRITERS: dict[str, Callable[[], Write]] = {XLSX.name: _excel, PARQUET.name: _parquet}
