"""Makes a report several times as the batch worker does: python -m tests.bench.our_report URL COMPANY KIND JSON."""

import json
import sys
from importlib import import_module

from reports import run
from reports.result import Value
from routing.database import Database
from tests.bench import measured_process
from workers.app import BATCH_TASKS


def main(url: str, company_id: str, kind: str, parameters: str) -> None:
    """Tell how long the first and a later one took, and the report's rows."""
    for module in BATCH_TASKS:
        import_module(module)
    database = Database(url)

    def make() -> dict[str, list[list[Value]]]:
        made = run.make(database, company_id, kind, json.loads(parameters), lambda _: None)
        keys = [column["key"] for column in made.result["columns"]]
        return {"keys": keys, "rows": [*made.result["rows"], made.result["total"]]}

    cold, warm, made = measured_process.cold_and_warm(make)
    measured_process.tell(cold=cold, warm=warm, **made)


if __name__ == "__main__":
    main(*sys.argv[1:])
