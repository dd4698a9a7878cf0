"""A day of a time zone, and when it begins."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from routing.clock import SECOND, Millis


def day_at(zone: ZoneInfo, moment: Millis) -> date:
    """The day that it is in the zone at this moment."""
    return datetime.fromtimestamp(moment // SECOND, UTC).astimezone(zone).date()


# Reports ask for the days of a year over and over.
@lru_cache(maxsize=4_096)
def midnight(zone: ZoneInfo, day: date) -> Millis:
    """When the day begins: at its midnight, or, where clocks are put forward then, when they are."""
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND
