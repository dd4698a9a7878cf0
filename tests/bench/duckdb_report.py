"""Makes a report several times by DuckDB: python -m tests.bench.duckdb_report FOLDER KIND JSON ZONE THREADS."""

import json
import sys
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from tests.bench import measured_process, report_in_sql


def main(folder: str, kind: str, parameters: str, zone: str, threads: str) -> None:
    """Tell how long the first and a later one took, and the report's rows (0 threads: as many as it likes)."""
    connection = duckdb.connect()
    if int(threads):
        connection.execute(f"SET threads = {threads}")
    given = json.loads(parameters)
    first = date.fromisoformat(given["from"])
    connection.execute(report_in_sql.local_time(first.year, ZoneInfo(zone)))
    for view in report_in_sql.views(folder):
        connection.execute(view)
    statement = _statement(kind, given, ZoneInfo(zone))

    def make() -> dict[str, list[Any]]:
        found = connection.execute(statement)
        return {
            "keys": [column[0] for column in found.description or ()],
            "rows": found.fetchall(),
        }

    cold, warm, made = measured_process.cold_and_warm(make)
    measured_process.tell(cold=cold, warm=warm, **made)


def _statement(kind: str, given: dict[str, Any], zone: ZoneInfo) -> str:
    first, last = (date.fromisoformat(given[end]) for end in ("from", "to"))
    if kind == "call_volume":
        return report_in_sql.call_volume(given["by"], first, last, zone)
    return report_in_sql.agent_activity(first, last, zone)


if __name__ == "__main__":
    main(*sys.argv[1:])
