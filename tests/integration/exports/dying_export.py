"""A process that exports a day, and is killed in the middle of it where it is told to be.

python -m tests.integration.exports.dying_export WHEN DATABASE VAR COMPANY NOW
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from config.settings import Settings
from routing.actions import exports
from routing.database import Database
from tests.builders import FakeClock
from tests.integration.exports.export_scene import DAY
from workers import exporting


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(when: str, url: str, var_dir: str, company_id: str, now: str) -> None:
    """Export the day; WHEN is writing, finishing or never."""
    if when == "finishing":
        exports.finish = _die  # type: ignore[assignment]
    database = Database(url, FakeClock(int(now)))
    settings = Settings(var_dir=Path(var_dir), database_url=url)

    def told(share: float) -> None:
        if when == "writing" and share > 0.4:
            _die()

    print(exporting.export_day(database, settings, company_id, DAY, told).became.value)


if __name__ == "__main__":
    main(*sys.argv[1:])
