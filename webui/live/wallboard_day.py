"""The day a wallboard shows: the company's own, from midnight to midnight in its zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from routing.clock import MINUTE, Millis
from routing.days import day_at, midnight

#: The chart's grain: a day is at most a hundred of them.
SLOT: Millis = 15 * MINUTE


@dataclass(frozen=True)
class Day:
    """One day of 23, 24 or 25 hours: `begins` to `ends` (exclusive), ms since the epoch."""

    zone: str
    begins: Millis
    ends: Millis

    def slot_of(self, at: Millis) -> int:
        """The number of the quarter hour in which `at` lies; the first is 0."""
        return (at - self.begins) // SLOT

    def holds(self, at: Millis) -> bool:
        """Whether `at` is in this day."""
        return self.begins <= at < self.ends


def day_of(now: Millis, zone: str) -> Day:
    """The day in which `now` lies, in the zone with this IANA name."""
    place = ZoneInfo(zone)
    day = day_at(place, now)
    return Day(zone, midnight(place, day), midnight(place, day + timedelta(days=1)))
