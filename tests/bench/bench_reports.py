"""Reports over a month and a year of history, beside DuckDB's SQL over the same rows as Parquet.

The figures are compared first: nothing is timed that does not say the same.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from routing.report_parameters import checked
from tests.bench import later_knowledge, measured_process, same_figures
from tests.bench.figure import Figure
from tests.bench.generated_year import FIRST_DAY
from tests.bench.history import ZONE, History

#: The aim for the batch worker (MB).
MEMORY_AIM = 400.0
_YEAR = FIRST_DAY.year
SPANS = {
    "a month": (date(_YEAR, 10, 1), date(_YEAR, 10, 31)),
    "a year": (date(_YEAR, 1, 1), date(_YEAR, 12, 31)),
}
ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "call volume by day": ("call_volume", {"by": "day"}),
    "call volume by hour": ("call_volume", {"by": "hour"}),
    "call volume by queue": ("call_volume", {"by": "queue"}),
    "agent activity": ("agent_activity", {}),
}


@dataclass(frozen=True)
class _Compared:
    """One report as both made it, each in a process of its own; DuckDB also with one thread."""

    name: str
    ours: dict[str, Any]
    duckdb: dict[str, Any]
    one_thread: dict[str, Any]

    def figures(self) -> Iterator[Figure]:
        """Seconds of a later and of the first time."""
        warm, cold = self.ours["warm"], self.ours["cold"]
        yield Figure(self.name, warm, "DuckDB", self.duckdb["warm"], "s")
        yield Figure(self.name, warm, "DuckDB with one thread", self.one_thread["warm"], "s")
        yield Figure(f"{self.name}, first time", cold, "DuckDB's", self.duckdb["cold"], "s")


def run(history: History) -> Iterator[Figure]:
    """Preparation, then each report, then memory. Needs the history imported."""
    later_knowledge.add(history.database)
    yield from _preparation(history)
    most: tuple[float, float] = (0.0, 0.0)
    for span, days in SPANS.items():
        for name, (kind, more) in ASKED.items():
            compared = _compared(history, f"{name}, {span}", kind, days, more)
            yield from compared.figures()
            most = max(most, (compared.ours["memory"], compared.duckdb["memory"]))
    yield Figure("most memory for a report", most[0], "the aim", MEMORY_AIM, "MB")
    yield Figure("most memory for a report", most[0], "DuckDB for the same", most[1], "MB")


def _preparation(history: History) -> Iterator[Figure]:
    """Both are done once a day of history: what reports are read from afterwards."""
    sealed = measured_process.ask("tests.bench.sealing", history.url, history.company_id)
    written = measured_process.ask("tests.bench.parquet", history.database, history.folder)
    peer = written["fetching"] + written["writing"]
    yield Figure(
        f"{sealed['days']} days sealed", sealed["seconds"], "rows to Parquet by DuckDB", peer, "s"
    )
    yield Figure("memory to seal", sealed["memory"], "the aim", MEMORY_AIM, "MB")


def _compared(
    history: History, name: str, kind: str, days: tuple[date, date], more: dict[str, str]
) -> _Compared:
    given = json.dumps(
        checked(kind, {"from": days[0].isoformat(), "to": days[1].isoformat(), **more}, days[1])
    )
    ours = measured_process.ask(
        "tests.bench.our_report", history.url, history.company_id, kind, given
    )
    duckdb, one_thread = (
        measured_process.ask(
            "tests.bench.duckdb_report", history.folder, kind, given, ZONE, threads
        )
        for threads in (0, 1)
    )
    same_figures.require(name, ours, duckdb)
    return _Compared(name, ours, duckdb, one_thread)
