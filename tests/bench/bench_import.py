"""How fast a million calls become history, beside the same file's cells in one bare table."""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.replay.generated_year import write_year
from routing import migrate
from routing.database import Database
from tests.bench.figure import Figure
from tests.builders import a_company

CALLS = 1_000_000


def run() -> Iterator[Figure]:
    """Rows of the file a second, both on SQLite in a process of its own, each in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.tsv"
        write_year(file, CALLS)
        rows = sum(1 for _ in file.open("rb")) - 1
        yield Figure(
            "calls imported",
            rows / imported(Path(folder), file),
            "cells into one bare table",
            rows / _bare(Path(folder) / "bare.db", file),
            "rows/s",
        )


def imported(var_dir: Path, file: Path) -> float:
    """Seconds of `guichet import-calls` into a new company of a new database in `var_dir`."""
    url = f"sqlite:///{var_dir / 'guichet.db'}"
    migrate.upgrade(url)
    database = Database(url)
    a_company(database, time_zone="Europe/Paris")
    database.dispose()
    command = [sys.executable, "-m", "config.cli", "import-calls", str(file)]
    environment = {"GUICHET_VAR_DIR": str(var_dir), "PATH": ""}
    began = time.monotonic()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _bare(path: Path, file: Path) -> float:
    began = time.monotonic()
    connection = sqlite3.connect(path)
    marks = ", ".join("?" * 17)
    connection.execute(f"CREATE TABLE call ({', '.join(f'c{n}' for n in range(17))})")
    with connection, file.open(encoding="utf-8") as lines:
        next(lines)
        cells = (line.rstrip("\n").split("\t") for line in lines)
        connection.executemany(f"INSERT INTO call VALUES ({marks})", cells)
    connection.close()
    return time.monotonic() - began
