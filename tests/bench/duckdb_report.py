"""Makes a report several times by DuckDB: python -m tests.bench.duckdb_report FOLDER KIND JSON ZONE THREADS."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from tests.bench import measured_process, report_in_sql
from tests.bench.same_figures import Report


def main(folder: str, kind: str, parameters: str, zone: str, threads: str) -> None:
    """Tell how long the first and a later one took, and the report's rows."""
    asked = Asked(Path(folder), kind, json.loads(parameters), ZoneInfo(zone), int(threads))
    cold, warm, made = measured_process.cold_and_warm(asked.make)
    measured_process.tell(cold=cold, warm=warm, **made)


class Asked:
    """A report that is asked of DuckDB, with so many threads (0: as many as it likes)."""

    def __init__(
        self, folder: Path, kind: str, given: dict[str, Any], zone: ZoneInfo, threads: int = 0
    ) -> None:
        self._connection = duckdb.connect()
        if threads:
            self._connection.execute(f"SET threads = {threads}")
        first, last = (date.fromisoformat(given[end]) for end in ("from", "to"))
        self._connection.execute(report_in_sql.local_time(first.year, zone))
        for view in report_in_sql.views(folder):
            self._connection.execute(view)
        if kind == "call_volume":
            self._statement = report_in_sql.call_volume(given["by"], first, last, zone)
        else:
            self._statement = report_in_sql.agent_activity(first, last, zone)

    def make(self) -> Report:
        """Its rows."""
        found = self._connection.execute(self._statement)
        keys = [column[0] for column in found.description or ()]
        return {"keys": keys, "rows": found.fetchall()}


if __name__ == "__main__":
    main(*sys.argv[1:])
