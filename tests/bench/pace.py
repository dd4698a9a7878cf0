"""The pace of a load, by a clock: work that is late once delays nothing that comes after it."""

import time
from collections.abc import Iterator


def at_pace(rate: float, count: int) -> Iterator[int]:
    """0, 1, 2 … up to `count`, `rate` of them a second; ends when the last one's time is over."""
    began = time.monotonic()
    for number in range(count):
        until(began + number / rate)
        yield number
    until(began + count / rate)


def until(deadline: float) -> None:
    """Returns when the monotonic clock shows `deadline` (s); at once when it has passed."""
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(left)
