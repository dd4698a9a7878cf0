"""How fast a million calls become history, beside the same file's cells in one bare table."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.history import History

_LIMIT_S = 1_200


def run(history: History) -> Iterator[Figure]:
    """Rows of the file a second, both on SQLite, each in one transaction."""
    yield Figure(
        "calls imported",
        history.rows / _imported(history),
        "cells into one bare table",
        history.rows / _bare(history.folder / "bare.db", history.file),
        "rows/s",
    )


def _imported(history: History) -> float:
    """Seconds of `guichet import-calls`, with the start of its process."""
    command = [sys.executable, "-m", "config.cli", "import-calls", str(history.file)]
    environment = {"GUICHET_VAR_DIR": str(history.folder), "PATH": ""}
    began = time.monotonic()
    subprocess.run(
        command, check=True, env=environment, stdout=subprocess.DEVNULL, timeout=_LIMIT_S
    )
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
    path.unlink()
    return time.monotonic() - began
