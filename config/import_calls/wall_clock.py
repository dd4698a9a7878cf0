"""Times of day of a file, in a company's zone, as milliseconds since the epoch."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.clock import SECOND, Millis

#: Clocks are put forward or back at whole quarters of an hour; within one, time just passes.
_QUARTER_S = 900
_DAY_S = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


class WallClock:
    """A zone's clock on the wall. An hour that comes twice is read as the first of the two."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._quarters: dict[tuple[date, int], Millis] = {}

    def moment(self, day: date, seconds: int) -> Millis:
        """The time `seconds` after the midnight that begins `day`, as a clock shows it (may pass 86,400)."""
        quarter, rest = divmod(seconds, _QUARTER_S)
        began = self._quarters.get((day, quarter))
        if began is None:
            began = self._quarters[day, quarter] = self._began(day, quarter)
        return began + rest * SECOND

    def _began(self, day: date, quarter: int) -> Millis:
        shown = datetime.combine(day, time()) + timedelta(seconds=quarter * _QUARTER_S)
        return round(shown.replace(tzinfo=self._zone).timestamp()) * SECOND


def as_shown(day: date, seconds: int) -> Millis:
    """The same moment as if the clock showed UTC: it orders calls, whatever zone a company is in."""
    return ((day.toordinal() - _EPOCH) * _DAY_S + seconds) * SECOND
