"""Seals a company's days as the batch worker does: python -m tests.bench.sealing URL COMPANY."""

import sys

from reports.sealing import DayPacker
from routing.actions import sealed_days
from routing.database import Database
from tests.bench import measured_process


def main(url: str, company_id: str) -> None:
    """Tell how long it took and how many days there were."""
    database = Database(url)
    seconds, days = measured_process.timed(
        lambda: sealed_days.seal(database, company_id, DayPacker())
    )
    measured_process.tell(seconds=seconds, days=days)


if __name__ == "__main__":
    main(*sys.argv[1:])
