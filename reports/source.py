"""Where a report's facts come from: one company at one moment, a month at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

from reports import queries, sealing
from reports.calendar import Calendar
from reports.directory import Directory
from reports.facts import Facts, Requests
from routing.clock import Millis
from routing.days import day_at, midnight
from routing.made_report import Progress
from routing.transaction import Transaction

#: Days read together: enough to be quick, few enough to fit.
CHUNK_DAYS = 31

Kind = TypeVar("Kind", bound=Facts)


class Source:
    """The facts of one company as they are at `as_of`; days are the company's own."""

    def __init__(
        self,
        reading: Transaction,
        directory: Directory,
        progress: Progress = lambda _: None,
        days: int = 1,
    ) -> None:
        """`days` is how many days a report that tells `progress` is going to read, of all kinds."""
        self.reading, self.directory = reading, directory
        self.as_of = reading.now
        self._progress, self._days, self._read_days = progress, days, 0

    def tell(self, done: int, of: int) -> None:
        """Tell how much of the work is done."""
        self._progress(100 * done // max(1, of))

    def day_begins(self, moment: Millis) -> Millis:
        """When the day in which `moment` lies begins: `read` reads whole days."""
        return midnight(self.directory.zone, day_at(self.directory.zone, moment))

    def long_waiting(self, before: Millis, since: Millis) -> Requests:
        """The requests of earlier than `before`, sealed or not, that waited long and still did at `since`."""
        return queries.long_waiting(self.reading, self.directory, before, since)

    def read(self, kind: type[Kind], begin: Millis, end: Millis) -> Iterator[Kind]:
        """The facts of all days that touch the stretch `begin` to `end`, some days at a time."""
        zone = self.directory.zone
        first, last = day_at(zone, begin), day_at(zone, max(begin, end - 1))
        for days in _chunks(Calendar(zone, first, last)):
            facts, unsealed = sealing.sealed(self.reading, self.directory, kind, days)
            if facts is not None:
                yield facts
            for run in unsealed:
                yield queries.READ[kind](self.reading, self.directory, run.begins, run.ends)
            self._read_days += len(days.days)
            self.tell(self._read_days, max(self._days, self._read_days))


def _chunks(calendar: Calendar) -> Iterator[Calendar]:
    first: date = calendar.first
    while first <= calendar.last:
        last = min(calendar.last, first + timedelta(days=CHUNK_DAYS - 1))
        yield Calendar(calendar.zone, first, last)
        first = last + timedelta(days=1)
