"""Reports as CSV files: RFC 4180, UTF-8, harmless to open in a spreadsheet.

The header has the columns' keys, with `_s` for durations, which are seconds with three decimals; times
are ISO 8601 with the offset of the report's zone. A cell that a spreadsheet would take for a formula
begins with an apostrophe.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO
from zoneinfo import ZoneInfo

from reports.calendar import iso
from reports.result import Column, Row, Value
from routing.clock import SECOND

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Text is compressed to a tenth of its size at any level; this one is the quickest.
_LEVEL = 3

Cell = Callable[[Value], str]


def write(file: TextIO, columns: Sequence[Column], rows: Iterable[Row], zone: ZoneInfo) -> None:
    """Write header and rows. `file` must not translate line ends (`newline=""`)."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([header(column) for column in columns])
    cells = [_cell(column, zone) for column in columns]
    for row in rows:
        writer.writerow([cell(value) for cell, value in zip(cells, row, strict=True)])


def header(column: Column) -> str:
    """The head of a column."""
    return f"{column.key}_s" if column.kind == "duration" else column.key


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would see a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@contextmanager
def gzipped(into: io.BytesIO) -> Iterator[TextIO]:
    """A text file that is compressed into `into`; the same text gives the same bytes."""
    with (
        gzip.GzipFile(fileobj=into, mode="wb", compresslevel=_LEVEL, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        yield text


def _cell(column: Column, zone: ZoneInfo) -> Cell:
    if column.kind == "duration":
        return lambda value: "" if value is None else f"{int(value) / SECOND:.3f}"
    if column.kind == "time":
        return lambda value: "" if value is None else iso(zone, int(value))
    return lambda value: "" if value is None else harmless(str(value))
