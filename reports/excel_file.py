"""Reports as Excel workbooks: a sheet with the rows, typed, and one that says what they are about.

Rows go to the disk one after the other, whatever their number. Texts stay texts: none becomes a formula,
a link or a number. Excel knows no zones: times are what clocks show in the report's zone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import csv_file
from reports.result import Column, Row, Value
from routing.clock import DAY, SECOND, Millis

#: Of a cell, in UTF-16 code units: what Excel can hold.
LONGEST_TEXT = 32_767
#: The day whose number is 0 to Excel (of all days after February 1900), and the epoch's number.
_DAY_0 = date(1899, 12, 30)
_EPOCH_DAY = (date(1970, 1, 1) - _DAY_0).days
_NUMBERS = {
    "count": "#,##0",
    "hour": "0",
    "share": "0.0%",
    "score": "0.0#",
    "duration": "[h]:mm:ss",
    "time": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
#: Characters: of columns whose values are that wide, and between which texts may widen theirs.
_WIDTHS = {"time": 19, "day": 11, "duration": 10}
_NARROWEST, _WIDEST = 9, 60
#: Beside a head stands the button of its filter.
_BUTTON = 3

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(
    into: IO[bytes], result: dict[str, Any], columns: Sequence[Column], rows: Iterable[Row]
) -> None:
    """Write a report; `result` is what its page shows (`reports.result.Report.document`).

    There are no more rows than a sheet holds (`routing.actions.report_files.ask`).
    """
    with Workbook(into, _OPTIONS) as book:
        book.set_properties({"title": result["kind"], "created": _moment(result["as_of"])})
        looks = _Looks(book, ZoneInfo(result["period"]["zone"]))
        table = _Sheet(book.add_worksheet(result["kind"]), looks)
        count = _write_table(table, columns, rows)
        _write_about(_Sheet(book.add_worksheet("about"), looks), result, count, table.cut)


class _Looks:
    """How values of each kind look, and the zone in which times are told."""

    def __init__(self, book: Workbook, zone: ZoneInfo) -> None:
        self.zone = zone
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.numbers = {
            kind: book.add_format({"num_format": form}) for kind, form in _NUMBERS.items()
        }
        self.text = book.add_format()
        # Excel must not reckon either with what somebody confirms by the return key.
        self.quoted = book.add_format({"quote_prefix": True})


class _Sheet:
    """A sheet being written from top to bottom; `cut` counts the texts that were too long for it."""

    def __init__(self, sheet: Worksheet, looks: _Looks) -> None:
        self.sheet = sheet
        self.cut = 0
        self._looks = looks

    def put(self, row: int, place: int, kind: str, value: Value) -> None:
        """Write a value of a kind; no value leaves the cell empty."""
        if value is None:
            return
        if (look := self._looks.numbers.get(kind)) is not None:
            self.sheet.write_number(row, place, self._number(kind, value), look)
        else:
            self._put_text(row, place, str(value))

    def head(self, row: int, place: int, text: str) -> None:
        """Write the head of a column."""
        self.sheet.write_string(row, place, text, self._looks.head)

    def _number(self, kind: str, value: Value) -> float:
        """The value as Excel reckons: times and durations in days."""
        if kind == "day":
            return (date.fromisoformat(str(value)) - _DAY_0).days
        number = float(value or 0)
        if kind == "duration":
            return number / DAY
        return _shown_by_clocks(int(number), self._looks.zone) if kind == "time" else number

    def _put_text(self, row: int, place: int, text: str) -> None:
        fitting = _fitting(text)
        self.cut += fitting != text
        look = self._looks.quoted if csv_file.looks_like_formula(text) else self._looks.text
        if fitting.startswith("<r>") and fitting.endswith("</r>"):
            # The library would take it for markup of its own, and write it as it is.
            _put_in_two(self.sheet, row, place, fitting, look)
        else:
            self.sheet.write_string(row, place, fitting, look)


def _write_table(table: _Sheet, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Head and rows, with a filter; how many rows."""
    widths = [len(column.key) + _BUTTON for column in columns]
    for place, column in enumerate(columns):
        table.head(0, place, column.key)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            table.put(count, place, column.kind, value)
            if isinstance(value, str):
                widths[place] = max(widths[place], len(value))
    _arrange(table.sheet, columns, widths, count)
    return count


def _arrange(sheet: Worksheet, columns: Sequence[Column], widths: list[int], count: int) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    for place, column in enumerate(columns):
        width = max(_NARROWEST, widths[place], _WIDTHS.get(column.kind, 0))
        sheet.set_column(place, place, min(_WIDEST, width))
    # Numbers of sessions are names: nothing to be warned of.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_about(about: _Sheet, result: dict[str, Any], count: int, cut: int) -> None:
    """Name, value and note, one a line."""
    lines: list[tuple[str, str, Value, str | None]] = [
        ("kind", "text", result["kind"], None),
        *(
            (f"parameter.{key}", "text", _as_text(value), None)
            for key, value in result["parameters"].items()
        ),
        ("zone", "text", result["period"]["zone"], None),
        ("as_of", "time", result["as_of"], None),
        ("rows", "count", count, None),
        ("texts_cut", "count", cut, None),
        *(
            (f"figure.{figure['key']}", figure["kind"], figure["value"], figure["note"])
            for figure in result["figures"]
        ),
        *_rules(result),
        *(
            (f"note.{note['code']}", "text", _as_text(note["data"]), None)
            for note in result["notes"]
        ),
    ]
    for place, head in enumerate(("name", "value", "note")):
        about.head(0, place, head)
    for row, (name, kind, value, note) in enumerate(lines, start=1):
        about.put(row, 0, "text", name)
        about.put(row, 1, kind, value)
        about.put(row, 2, "text", note)
    about.sheet.freeze_panes(1, 1)
    about.sheet.set_column(0, 1, 32)
    about.sheet.set_column(2, 2, 24)


def _rules(result: dict[str, Any]) -> Iterator[tuple[str, str, Value, str | None]]:
    """By what service levels were reckoned; reports from before they said so have none."""
    for number, rule in enumerate(result.get("rules", ()), start=1):
        yield f"service_level.{number}.of", "text", ", ".join(rule["names"]), None
        yield f"service_level.{number}.variant", "text", rule["variant"], None
        yield f"service_level.{number}.within", "duration", rule["within"], None
        yield f"service_level.{number}.short_abandon", "duration", rule["short_abandon"], None


def _put_in_two(sheet: Worksheet, row: int, place: int, text: str, look: Format) -> None:
    sheet.write_rich_string(row, place, look, text[:1], look, text[1:], look)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fitting(text: str) -> str:
    """As much of the text as a cell holds, with no character halved."""
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    return text.encode("utf-16-le")[: LONGEST_TEXT * 2].decode("utf-16-le", errors="ignore")


def _shown_by_clocks(moment: Millis, zone: ZoneInfo) -> float:
    """The number of what clocks show in the zone: days since day 0."""
    offset = _moment(moment).astimezone(zone).utcoffset()
    local = moment + (round(offset.total_seconds() * SECOND) if offset else 0)
    return _EPOCH_DAY + local / DAY


def _moment(moment: Millis) -> datetime:
    return datetime.fromtimestamp(moment / SECOND, UTC)
