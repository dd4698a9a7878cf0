"""A made-up year of calls in the bank's own format, for measuring: one made-up day after another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from config.replay.generated_day import CREW, generate

DAYS = 365
FIRST_DAY = date(1999, 1, 1)
#: Some of them are there each day.
STAFF = (
    *CREW,
    *("ANAT", "AVIDAN", "BASCH", "BENSION", "DALIA", "DARMON", "ELI", "GELBER", "GILI", "HADAS"),
    *("MIKI", "MORIAH", "NAAMA", "NOA", "PINHAS", "RONIT", "SHLOMO", "STEREN", "TAL", "YAEL"),
)


def write_year(path: Path, calls: int, seed: int = 1) -> None:
    """Write about `calls` calls that enter the line, spread evenly over the days of a year, to `path`.

    The same seed gives the same file.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_days(calls, seed))


def _days(calls: int, seed: int) -> Iterator[str]:
    for number in range(DAYS):
        # So that the days' rounded shares add up to the whole.
        share = (number + 1) * calls // DAYS - number * calls // DAYS
        of_day = seed * DAYS + number
        crew = random.Random(of_day).sample(STAFF, len(STAFF))
        text = generate(share, of_day, FIRST_DAY + timedelta(days=number), crew=crew)
        yield text if number == 0 else text.partition("\n")[2]
