"""Days and hours of a time zone as milliseconds, with the days of 23 and 25 hours.

A day begins at its midnight in the zone, or, where clocks are put forward at midnight, in the moment
that they are. An hour is what clocks show: one that clocks show twice is one hour, twice as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from routing.clock import DAY, HOUR, SECOND, Millis
from routing.days import midnight

Times = NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
_ONE_DAY = timedelta(days=1)


def iso(zone: ZoneInfo, moment: Millis) -> str:
    """The moment as ISO 8601 with the zone's offset, to the millisecond."""
    local = datetime.fromtimestamp(moment // SECOND, UTC).astimezone(zone)
    return local.replace(microsecond=moment % SECOND * 1_000).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Calendar:
    """The days `first` to `last`, both included, in a zone."""

    zone: ZoneInfo
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day."""
        return list(_days(self.first, self.last))

    @property
    def begins(self) -> Millis:
        """The first moment."""
        return int(self.bounds[0])

    @property
    def ends(self) -> Millis:
        """The first moment after the last day."""
        return int(self.bounds[-1])

    @cached_property
    def bounds(self) -> Times:
        """When each day begins, and when the last one ends: one more than there are days."""
        every = _days(self.first, self.last + _ONE_DAY)
        return np.array([midnight(self.zone, day) for day in every], dtype=np.int64)

    def day_of(self, times: Times) -> NDArray[np.intp]:
        """The number of the day in which each time lies; times outside go to the nearest day."""
        last = len(self.bounds) - 2
        day = np.clip(self._local(times) // DAY - (self.first - _EPOCH).days, 0, last)
        # Where clocks are put back over midnight, its bounds say what the day is, not its name.
        day -= (times < self.bounds[day]) & (day > 0)
        day += (times >= self.bounds[day + 1]) & (day < last)
        places: NDArray[np.intp] = day.astype(np.intp)
        return places

    def hour_of(self, times: Times) -> NDArray[np.intp]:
        """The hour (0 to 23) that clocks show at each time."""
        hours: NDArray[np.intp] = (self._local(times) // HOUR % 24).astype(np.intp)
        return hours

    def _local(self, times: Times) -> Times:
        """What clocks show, as milliseconds after the epoch's midnight."""
        changes, offsets = self._offsets
        if len(offsets) == 1:
            return times + int(offsets[0])
        local: Times = times + offsets[np.searchsorted(changes, times, side="right")]
        return local

    @cached_property
    def _offsets(self) -> tuple[Times, Times]:
        """When clocks are changed, and their distance from UTC before, between and after (ms)."""
        changes: list[Millis] = []
        offsets = [_offset(self.zone, int(self.bounds[0]))]
        for begin, end in zip(self.bounds[:-1].tolist(), self.bounds[1:].tolist(), strict=True):
            after = _offset(self.zone, end)
            if after != offsets[-1]:
                changes.append(_change(self.zone, begin, end))
                offsets.append(after)
        return np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _offset(zone: ZoneInfo, moment: Millis) -> Millis:
    offset = datetime.fromtimestamp(moment / SECOND, UTC).astimezone(zone).utcoffset()
    return round((offset or timedelta()).total_seconds()) * SECOND


def _change(zone: ZoneInfo, begin: Millis, end: Millis) -> Millis:
    """The second between two moments from which the offset is that of the later one."""
    before = _offset(zone, begin)
    while end - begin > SECOND:
        middle = (begin + end) // 2 // SECOND * SECOND
        if _offset(zone, middle) == before:
            begin = middle
        else:
            end = middle
    return end
