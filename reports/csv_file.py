"""Reports as CSV files: RFC 4180, UTF-8, harmless to open in a spreadsheet, and read again.

The header has the columns' keys, with `_s` for durations, which are seconds with three decimals; times
are ISO 8601 with the offset of the report's zone. A text that a spreadsheet would take for a formula
gets an apostrophe before it, and so does one that is such a text after apostrophes: whoever takes one
apostrophe away from each of those has what was written. An empty text comes back as no value.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from reports.calendar import iso
from reports.result import Column, Row, Value
from routing.clock import SECOND

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Characters of a cell; Python's own limit (131,072) is meant for files that are none.
_LONGEST_CELL = 2**31 - 1
_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)
#: Text is compressed to a tenth of its size at any level; this one is the quickest.
_LEVEL = 3

Cell = Callable[[Value], str]
Parse = Callable[[str], Value]


def write(file: TextIO, columns: Sequence[Column], rows: Iterable[Row], zone: ZoneInfo) -> None:
    """Write header and rows. `file` must not translate line ends (`newline=""`)."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([header(column) for column in columns])
    cells = [_cell(column, zone) for column in columns]
    for row in rows:
        writer.writerow([cell(value) for cell, value in zip(cells, row, strict=True)])


def read(file: TextIO, columns: Sequence[Column]) -> Iterator[Row]:
    """The rows that were written, one after the other. `file` must not translate line ends."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = csv.reader(file)
    next(lines)
    parsers = [_parser(column) for column in columns]
    for line in lines:
        yield [parse(cell) if cell else None for parse, cell in zip(parsers, line, strict=True)]


def header(column: Column) -> str:
    """The head of a column."""
    return f"{column.key}_s" if column.kind == "duration" else column.key


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would see a formula."""
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def unharmed(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and looks_like_formula(text.lstrip("'")) else text


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would reckon with a text instead of showing it."""
    return text.startswith(_FORMULA)


@contextmanager
def gzipped(into: io.BytesIO) -> Iterator[TextIO]:
    """A text file that is compressed into `into`; the same text gives the same bytes."""
    with (
        gzip.GzipFile(fileobj=into, mode="wb", compresslevel=_LEVEL, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        yield text


@contextmanager
def unpacked(data: bytes) -> Iterator[TextIO]:
    """What was written into `gzipped`, unpacked piece by piece while it is read."""
    with (
        gzip.GzipFile(fileobj=io.BytesIO(data), mode="rb") as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        yield text


def _cell(column: Column, zone: ZoneInfo) -> Cell:
    if column.kind == "duration":
        return lambda value: "" if value is None else f"{int(value) / SECOND:.3f}"
    if column.kind == "time":
        return lambda value: "" if value is None else iso(zone, int(value))
    return lambda value: "" if value is None else harmless(str(value))


def _parser(column: Column) -> Parse:
    if column.kind == "duration":
        return lambda cell: round(float(cell) * SECOND)
    if column.kind == "time":
        return lambda cell: (datetime.fromisoformat(cell) - _EPOCH) // _MILLISECOND
    if column.kind in ("count", "hour"):
        return lambda cell: int(unharmed(cell))
    if column.kind in ("share", "score"):
        return lambda cell: float(unharmed(cell))
    return unharmed
