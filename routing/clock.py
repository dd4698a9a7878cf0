"""Time as routing counts it: whole milliseconds since the Unix epoch, UTC."""

from __future__ import annotations

import time
from collections.abc import Callable

Millis = int
Clock = Callable[[], Millis]

SECOND: Millis = 1_000
MINUTE: Millis = 60 * SECOND
HOUR: Millis = 60 * MINUTE
DAY: Millis = 24 * HOUR


def system_clock() -> Millis:
    """The wall clock's time now."""
    return time.time_ns() // 1_000_000
