"""What calls of a file were in this product's terms: requests, sessions, and nothing untrue.

Pure. docs/import.md says what becomes of each kind of row.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from config.import_calls.made_id import digest_of
from config.import_calls.wall_clock import WallClock, as_shown
from config.replay.calls import NOBODY, Call, Outcome, Rejected
from routing.clock import SECOND, Millis

#: Each type becomes a queue; a file with more of them is not a file of calls.
MOST_TYPES = 50
PHANTOM = "phantom, does not count"
LEFT_IN_MENU = "left in the menu, never entered the line"
REPEATED = "repeated row"
CONTRADICTION = "another row has the same line, id and day, and says otherwise"
SERVED_EARLY = "service dated before the wait was over"
#: The exchange notes the beginning of service up to two seconds before the end of the wait.
_EARLY_S = 2
#: Identifiers count time from here.
_EARLIEST = date(1970, 1, 2)
_TYPE = re.compile(r"[A-Za-z0-9_-]{1,20}")
_AGENT = re.compile(r"[^\W_][\w .'-]{0,59}")


class PastCall(NamedTuple):
    """One request of history. Times are ms since the epoch but `shown_at` (see `as_shown`).

    `answered_at` and `agent` (as the file names them) are None for one that was abandoned; `closed_at`
    is when the customer was served or had left.
    """

    shown_at: Millis
    digest: bytes
    posted_at: Millis
    answered_at: Millis | None
    closed_at: Millis
    day: date
    type: str
    agent: str | None
    customer: str
    priority: int


@dataclass
class History:
    """The calls to be imported, in the order they came in, and what of the file is not among them."""

    calls: list[PastCall] = field(default_factory=list)
    rows: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Rows that are no requests, by reason."""
    rejected: list[Rejected] = field(default_factory=list)
    """Rows of which nothing true can be said."""
    oddities: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What cannot be so in rows that are imported all the same: their lines."""

    @property
    def answered(self) -> int:
        """How many were answered."""
        return sum(call.answered_at is not None for call in self.calls)

    @property
    def types(self) -> list[str]:
        """The types of call there are."""
        return sorted({call.type for call in self.calls})

    @property
    def agents(self) -> list[str]:
        """Who answered, as the file names them."""
        return sorted({call.agent for call in self.calls if call.agent is not None})

    @property
    def days(self) -> list[date]:
        """The days there are calls of, in order."""
        return sorted({call.day for call in self.calls})


def history_of(rows: Iterable[Call | Rejected], company_id: str, clock: WallClock) -> History:
    """The history that `rows` tell of a company whose clock on the wall is `clock`."""
    history = History()
    known: dict[bytes, PastCall] = {}
    for row in rows:
        history.rows += 1
        reason = _no_request(row)
        if reason is not None:
            history.skipped[reason] += 1
            continue
        if isinstance(row, Rejected):
            history.rejected.append(row)
            continue
        _take(history, known, row, company_id, clock)
    history.calls.sort()
    return history


def _no_request(row: Call | Rejected) -> str | None:
    if isinstance(row, Rejected):
        return None
    if row.outcome is Outcome.PHANTOM:
        return PHANTOM
    return LEFT_IN_MENU if row.entered is None else None


def _take(
    history: History, known: dict[bytes, PastCall], row: Call, company_id: str, clock: WallClock
) -> None:
    problem = _unusable(row)
    call = None if problem else _past(row, company_id, clock)
    before = None if call is None else known.setdefault(call.digest, call)
    if before is not None and before is not call:
        if before == call:
            history.skipped[REPEATED] += 1
            return
        problem = CONTRADICTION
    if problem is not None or call is None:
        history.rejected.append(Rejected(row.line, problem or ""))
        return
    history.calls.append(call)
    for oddity in _oddities(row):
        history.oddities[oddity].append(row.line)


def _oddities(row: Call) -> Iterator[str]:
    yield from (oddity.value for oddity in row.oddities)
    if _served_early(row):
        yield SERVED_EARLY


def _unusable(row: Call) -> str | None:
    return _bad_type(row.type) or _bad_agent(row.agent) or _bad_day(row.day)


# The same few in every row of a file.
@lru_cache(maxsize=1_000)
def _bad_type(kind: str) -> str | None:
    return None if _TYPE.fullmatch(kind) else f"type {kind!r} is not a word of letters and digits"


@lru_cache(maxsize=1_000)
def _bad_agent(name: str | None) -> str | None:
    return None if name is None or _AGENT.fullmatch(name) else f"server {name!r} is not a name"


@lru_cache(maxsize=1_000)
def _capitals(name: str) -> str:
    # Cached also so that a name is in memory once, not once a call.
    return name.upper()


def _bad_day(day: date) -> str | None:
    return f"day {day} is before {_EARLIEST}" if day < _EARLIEST else None


def _past(row: Call, company_id: str, clock: WallClock) -> PastCall:
    assert row.entered is not None  # those who never entered the line are no requests
    posted = clock.moment(row.day, row.entered)
    waited = posted + row.queue_time * SECOND
    answered = row.outcome is Outcome.ANSWERED
    return PastCall(
        shown_at=as_shown(row.day, row.entered),
        digest=digest_of(company_id, row.trunk, row.id, row.day.isoformat()),
        posted_at=posted,
        answered_at=waited if answered else None,
        closed_at=waited + row.handling * SECOND if answered else waited,
        day=row.day,
        type=_capitals(row.type),
        agent=_capitals(row.agent or NOBODY) if answered else None,
        customer=row.customer if row.customer.strip("0").isdecimal() else "",
        priority=row.priority,
    )


def _served_early(row: Call) -> bool:
    if row.outcome is not Outcome.ANSWERED or row.answered is None or row.entered is None:
        return False
    return row.answered < row.entered + row.queue_time - _EARLY_S
