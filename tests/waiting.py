"""Waiting for a condition with a limit: no test sleeps for a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
_PAUSE_S = 0.02


def wait_until(condition: Callable[[], Found], seconds: float, what: str = "") -> Found:
    """The first true value `condition` gives; AssertionError after `seconds` without one."""
    limit = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > limit:
            raise AssertionError(f"not within {seconds:g} s: {what or condition!r}")
        time.sleep(_PAUSE_S)
