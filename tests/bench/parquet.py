"""Writes a company's history to Parquet by DuckDB: python -m tests.bench.parquet DATABASE FOLDER.

In the form that suits DuckDB best: in the order of time, so that a month is found without reading the
year; small numbers for queues and agents; what is judged by in a table of its own.
"""

import sqlite3
import sys
from pathlib import Path

import duckdb
import pandas as pd

from tests.bench import measured_process

_PART = 200_000
# None has no place in a column of whole numbers: -1 stands for it on the way.
_READ = {
    "queue": """SELECT row_number() OVER (ORDER BY name) - 1 AS number, id, name,
        service_level_within AS within, short_abandon AS short, service_level_variant AS variant
        FROM queue""",
    "agent": "SELECT row_number() OVER (ORDER BY name) - 1 AS number, id, name FROM account",
    "request": """SELECT id, posted_at, coalesce(accepted_at, -1) AS answered_at,
        coalesce(closed_at, -1) AS closed_at, state, queue_id, customer_email FROM request""",
    "session": """SELECT id, request_id, began_at, coalesce(ended_at, -1) AS ended_at, wrap_up,
        queue_id, agent_id, resolution FROM session""",
    "survey": "SELECT session_id, face FROM survey",
    "state": "SELECT began_at, ended_at, agent_id, state FROM agent_state",
}
_WRITE = {
    "queue": "SELECT number::INT AS number, name, within, short, variant FROM queue",
    "agent": "SELECT number::INT AS number, name FROM agent",
    "request": """SELECT posted_at, nullif(answered_at, -1) AS answered_at,
        nullif(closed_at, -1) AS closed_at, request.state, queue.number::INT AS queue,
        CASE WHEN customer_email <> '' THEN hash(lower(trim(customer_email))) END AS customer,
        coalesce(resolved, false) AS resolved
        FROM request LEFT JOIN queue ON queue.id = queue_id LEFT JOIN (
            SELECT request_id, arg_max(resolution, began_at) = 'resolved' AS resolved
            FROM session GROUP BY request_id
        ) ON request_id = request.id ORDER BY posted_at""",
    "session": """SELECT began_at, nullif(ended_at, -1) AS ended_at, wrap_up,
        queue.number::INT AS queue, agent.number::INT AS agent, face::TINYINT AS face
        FROM session LEFT JOIN queue ON queue.id = queue_id LEFT JOIN agent ON agent.id = agent_id
        LEFT JOIN survey ON session_id = session.id ORDER BY began_at""",
    "state": """SELECT began_at, ended_at, agent.number::INT AS agent, state
        FROM state JOIN agent ON agent.id = agent_id ORDER BY began_at""",
}


def main(database: str, folder: str) -> None:
    """Tell how long it took to fetch the rows and to write them, and the files' bytes."""
    fetching, writing = write(Path(database), Path(folder))
    size = sum(path.stat().st_size for path in Path(folder).glob("*.parquet"))
    measured_process.tell(fetching=fetching, writing=writing, size=size)


def write(database: Path, folder: Path) -> tuple[float, float]:
    """Writes the files; seconds to fetch the rows, and to write them."""
    connection = duckdb.connect()
    fetching, _ = measured_process.timed(lambda: _fetch(connection, database))
    writing, _ = measured_process.timed(lambda: write_files(connection, folder))
    return fetching, writing


def _fetch(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    rows = sqlite3.connect(database)
    for table, statement in _READ.items():
        parts = pd.read_sql_query(statement, rows, chunksize=_PART)
        for number, part in enumerate(parts):
            connection.register("part", part)
            into = f"INSERT INTO {table}" if number else f"CREATE TABLE {table} AS"
            connection.execute(f"{into} SELECT * FROM part")
            connection.unregister("part")


def write_files(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Writes the files from DuckDB's own tables, in the form in which `_READ` names their columns."""
    for table, statement in _WRITE.items():
        connection.execute(f"COPY ({statement}) TO '{folder / table}.parquet' (FORMAT parquet)")


if __name__ == "__main__":
    main(*sys.argv[1:])
