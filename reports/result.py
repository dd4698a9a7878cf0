"""A report as it comes out: what pages show, and what its CSV file holds.

Durations and times are milliseconds, shares 0 to 1, None stands for no value. Names, never ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from reports.calendar import Calendar
from routing import report_parameters
from routing.clock import Millis

#: Rows beyond these are in the files only: nobody reads more on a page.
SHOWN_ROWS = 1_000
#: Of some kinds all rows are wanted in another order: every day of the longest range, the pages of a site.
SHOWN_ROWS_OF = {"call_volume": report_parameters.LONGEST_RANGE_DAYS, "url_referrals": 5_000}
#: Characters of a text; a page with a thousand long notes would be slow to open.
SHOWN_TEXT = 500

Kind = Literal[
    "text", "count", "duration", "share", "score", "time", "day", "hour", "month", "number"
]
Value = str | int | float | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Column:
    """One column: its key, by which clients name and explain it, and the kind of its values."""

    key: str
    kind: Kind


@dataclass(frozen=True)
class Figure:
    """One key figure; `note` is a code printed beside it, such as the variant of a service level, and
    `data` goes with it: the times it was reckoned by (ms).
    """

    key: str
    kind: Kind
    value: Value
    note: str | None = None
    data: dict[str, Millis | None] | None = None


@dataclass(frozen=True)
class Rule:
    """By what the service level of some queues or portals (`names`) was reckoned; times in ms."""

    names: tuple[str, ...]
    variant: str
    within: Millis
    short_abandon: Millis


@dataclass(frozen=True)
class Note:
    """Something to know about this report, by its code."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """What is drawn beside the table: columns `series` over column `x`."""

    kind: Literal["bar", "line"]
    x: str
    series: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A computed report. `rows` may be read once only; `total` has a value a column."""

    kind: str
    parameters: dict[str, Any]
    calendar: Calendar
    as_of: Millis
    figures: Sequence[Figure]
    columns: Sequence[Column]
    rows: Iterable[Row]
    total: Row | None = None
    chart: Chart | None = None
    notes: Sequence[Note] = ()
    rules: Sequence[Rule] = ()

    def document(self, shown: Sequence[Row], row_count: int) -> dict[str, Any]:
        """The report as JSON, with these of its rows."""
        return {
            "kind": self.kind,
            "parameters": self.parameters,
            "period": {
                "from": self.calendar.begins,
                "to": self.calendar.ends,
                "zone": str(self.calendar.zone),
                "days": len(self.calendar.days),
            },
            "as_of": self.as_of,
            "figures": [asdict(figure) for figure in self.figures],
            "columns": [asdict(column) for column in self.columns],
            "rows": [list(row) for row in shown],
            "total": None if self.total is None else list(self.total),
            "left_out": row_count - len(shown),
            "chart": None if self.chart is None else asdict(self.chart),
            "notes": [asdict(note) for note in self.notes],
            "rules": [asdict(rule) for rule in self.rules],
        }


class Shown:
    """Passes rows of a kind of report on, keeping the first ones for the page, with long texts cut, and
    counting all.
    """

    def __init__(self, kind: str) -> None:
        self._most = SHOWN_ROWS_OF.get(kind, SHOWN_ROWS)
        self.rows: list[Row] = []
        self.count = 0

    def pass_on(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows."""
        for row in rows:
            if self.count < self._most:
                self.rows.append([_shortened(value) for value in row])
            self.count += 1
            yield row


def _shortened(value: Value) -> Value:
    if isinstance(value, str) and len(value) > SHOWN_TEXT:
        return f"{value[: SHOWN_TEXT - 1]}…"
    return value


def mean(total: int, count: int) -> int | None:
    """A mean of whole milliseconds, half a millisecond rounded up; None of nothing."""
    return (2 * total + count) // (2 * count) if count else None


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1 to a millionth; None of nothing."""
    return round(part / whole, 6) if whole else None
