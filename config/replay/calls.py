"""A bank's call file: one row a call, read and checked into `Call` values.

Source of the format: the telephone call centre data of I. Guedj and A. Mandelbaum (Technion), used in
Brown et al., 'Statistical Analysis of a Telephone Call Center' (JASA 2005). Tab separated with a
header; dates `YYMMDD`; times of day `h:mm:ss`, where 0:00:00 means 'did not happen'; durations in
seconds. All moments here are whole seconds after the midnight that begins the call's day; they may
pass 86,400 for a call that goes on after the next midnight.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

COLUMNS = (
    "vru+line", "call_id", "customer_id", "priority", "type", "date", "vru_entry", "vru_exit",
    "vru_time", "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_exit", "ser_time", "server",
)  # fmt: skip
NOBODY = "NO_SERVER"
DAY_S = 86_400
#: A time this much before the call's beginning belongs to the next day.
HALF_A_DAY_S = DAY_S // 2


class Outcome(StrEnum):
    """How the file says a call ended."""

    ANSWERED = "AGENT"
    HUNG_UP = "HANG"
    PHANTOM = "PHANTOM"


class Oddity(StrEnum):
    """Something in a row that cannot be so; the row is played all the same (see docs/replay.md)."""

    NEGATIVE_MENU_TIME = "negative menu time"
    ANSWERED_BY_NOBODY = "answered, but no agent is named"
    ANSWERED_WITHOUT_SERVICE = "answered, but no service took place"
    SERVED_YET_HUNG_UP = "hung up, yet served"
    TIMES_DISAGREE = "times and duration disagree"


class CallFileError(Exception):
    """The file is not a call file; the message says why."""


class RowError(Exception):
    """A row that cannot be read as a call; the message says why."""


@dataclass(frozen=True)
class Call:
    """One row. `entered` is when the call entered the line, None when it never did.

    `answered` is when service began (None if it did not); `queue_time` and `handling` are seconds.
    `agent` is None where the file names nobody; `line` is the row's line in the file, from 1. `trunk` is
    the telephone line it came in by (`vru+line`): with it and its day the call's `id` is its own.
    """

    line: int
    id: str
    customer: str
    priority: int
    type: str
    day: date
    entered: int | None
    queue_time: int
    outcome: Outcome
    answered: int | None
    handling: int
    agent: str | None
    oddities: tuple[Oddity, ...] = ()
    trunk: str = ""

    @property
    def is_offered(self) -> bool:
        """Whether somebody had to be found for it: it entered the line and is not noise."""
        return self.outcome is not Outcome.PHANTOM and self.entered is not None


@dataclass(frozen=True)
class Rejected:
    """A row that is no call, by its line in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class CallFile:
    """The calls of a file in its order, and the rows that could not be read."""

    calls: tuple[Call, ...]
    rejected: tuple[Rejected, ...]

    def of(self, day: date) -> list[Call]:
        """The calls of one day."""
        return [call for call in self.calls if call.day == day]

    @property
    def days(self) -> list[date]:
        """The days it has calls of, in order."""
        return sorted({call.day for call in self.calls})


def read_calls(path: Path) -> CallFile:
    """Reads and checks every row. Raises CallFileError when it is no call file, OSError when unreadable."""
    with path.open(encoding="utf-8", newline="") as file:
        try:
            return parse_calls(file)
        except UnicodeDecodeError:
            raise CallFileError("it is not text") from None


def parse_calls(lines: Iterable[str]) -> CallFile:
    """Like `read_calls`, from lines of text."""
    calls: list[Call] = []
    rejected: list[Rejected] = []
    for row in each_row(lines):
        if isinstance(row, Call):
            calls.append(row)
        else:
            rejected.append(row)
    return CallFile(tuple(calls), tuple(rejected))


def each_row(lines: Iterable[str]) -> Iterator[Call | Rejected]:
    """Row by row, for files too large to keep. Raises CallFileError."""
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        _check_header(next(rows, []))
        for line, cells in enumerate(rows, start=2):
            yield _row_or_rejected(line, cells)
    except csv.Error as error:
        raise CallFileError(f"it cannot be split into columns ({error})") from None


def _row_or_rejected(line: int, cells: list[str]) -> Call | Rejected:
    try:
        return parse_row(line, cells)
    except RowError as error:
        return Rejected(line, str(error))


def parse_row(line: int, cells: list[str]) -> Call:
    """The call of one row. Raises RowError."""
    if len(cells) != len(COLUMNS):
        raise RowError(f"{len(cells)} columns instead of {len(COLUMNS)}")
    row = dict(zip(COLUMNS, map(str.strip, cells), strict=True))
    outcome = _outcome(row)
    began = _time_of_day(row, "vru_entry")
    queue_time, handling = _duration(row, "q_time"), _duration(row, "ser_time")
    answered = _moment(row, "ser_start", began)
    return Call(
        line=line,
        id=row["call_id"],
        customer=row["customer_id"],
        priority=_number(row, "priority"),
        type=row["type"],
        day=_day(row),
        entered=_entered(row, outcome, began, answered),
        queue_time=queue_time,
        outcome=outcome,
        answered=answered,
        handling=handling,
        agent=None if row["server"] == NOBODY else row["server"] or None,
        oddities=tuple(_oddities(row, outcome)),
        trunk=row["vru+line"],
    )


def _entered(
    row: Mapping[str, str], outcome: Outcome, began: int, answered: int | None
) -> int | None:
    """When it entered the line; a call answered at once entered it when its service began."""
    queued = _moment(row, "q_start", began)
    if queued is not None or outcome is not Outcome.ANSWERED:
        return queued
    # Answered, but neither a wait nor a service is dated: it left the menu for an agent.
    return answered if answered is not None else _moment(row, "vru_exit", began)


def _oddities(row: Mapping[str, str], outcome: Outcome) -> Iterable[Oddity]:
    served = row["ser_start"] != "0:00:00"
    if _number(row, "vru_time") < 0:
        yield Oddity.NEGATIVE_MENU_TIME
    if outcome is Outcome.ANSWERED and row["server"] == NOBODY:
        yield Oddity.ANSWERED_BY_NOBODY
    if outcome is Outcome.ANSWERED and not served:
        yield Oddity.ANSWERED_WITHOUT_SERVICE
    if outcome is Outcome.HUNG_UP and served:
        yield Oddity.SERVED_YET_HUNG_UP
    if not (
        _adds_up(row, "q_start", "q_exit", "q_time")
        and _adds_up(row, "ser_start", "ser_exit", "ser_time")
    ):
        yield Oddity.TIMES_DISAGREE


def _adds_up(row: Mapping[str, str], start: str, end: str, duration: str) -> bool:
    passed = _time_of_day(row, end) - _time_of_day(row, start)
    return passed % DAY_S == _number(row, duration) % DAY_S


def _check_header(header: list[str]) -> None:
    names = tuple(name.strip() for name in header)
    if names != COLUMNS:
        raise CallFileError(f"its first line is not '{' '.join(COLUMNS)}'")


def _outcome(row: Mapping[str, str]) -> Outcome:
    try:
        return Outcome(row["outcome"])
    except ValueError:
        raise RowError(f"outcome {row['outcome']!r} is unknown") from None


def _day(row: Mapping[str, str]) -> date:
    return _date(row["date"])


@lru_cache(maxsize=1_000)
def _date(text: str) -> date:
    try:
        if len(text) != 6:
            raise ValueError
        # A call centre's data of the last century: the years are those before 2000.
        return date(1900 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        raise RowError(f"date {text!r} is not YYMMDD") from None


def _number(row: Mapping[str, str], name: str) -> int:
    try:
        return int(row[name])
    except ValueError:
        raise RowError(f"{name} {row[name]!r} is not a number") from None


def _duration(row: Mapping[str, str], name: str) -> int:
    seconds = _number(row, name)
    if seconds < 0:
        raise RowError(f"{name} {seconds} is negative")
    return seconds


def _time_of_day(row: Mapping[str, str], name: str) -> int:
    try:
        return _seconds(row[name])
    except RowError as error:
        raise RowError(f"{name} {error}") from None


# A day has 86,400 of them, and a large file asks for the same ones again and again.
@lru_cache(maxsize=DAY_S)
def _seconds(text: str) -> int:
    parts = text.split(":")
    if len(parts) != 3 or not all(part.isdecimal() and part.isascii() for part in parts):
        raise RowError(f"{text!r} is not h:mm:ss")
    hours, minutes, seconds = map(int, parts)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise RowError(f"{text!r} is no time of day")
    return hours * 3600 + minutes * 60 + seconds


def _moment(row: Mapping[str, str], name: str, began: int) -> int | None:
    """A time of the call as seconds after its day's midnight; None when it did not happen."""
    seconds = _time_of_day(row, name)
    if seconds == 0:
        return None
    return seconds + DAY_S if seconds < began - HALF_A_DAY_S else seconds
