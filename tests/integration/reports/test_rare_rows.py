"""Long waits and long stretches are read from the few rows of their own index, among twenty thousand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import event, text

from reports import directory, queries
from routing.clock import DAY, MINUTE, Millis
from routing.database import Database
from routing.tables import AgentState, Request
from routing.tables.agent import USUAL_STRETCH
from routing.tables.request import USUAL_WAIT
from routing.transaction import Transaction
from tests.integration.reports.history import Company, moment
from webui.live import wallboard_facts

ROWS = 20_000
#: One in a thousand takes long.
RARE = 1_000
BEGAN = moment("2026-06-01 12:00")
ENDED = BEGAN + ROWS * MINUTE
Reading = Callable[[Transaction], object]


def _waits(reading: Transaction) -> object:
    return queries.long_waiting(reading, directory.read(reading), ENDED, ENDED - DAY)


def _wallboard(reading: Transaction) -> object:
    return wallboard_facts.of_day(reading, ENDED - DAY)


def _stretches(reading: Transaction) -> object:
    return queries.states(reading, directory.read(reading), ENDED + 40 * DAY, ENDED + 41 * DAY)


INDEX_OF: dict[Reading, str] = {
    _waits: "ix_request_long_wait",
    _wallboard: "ix_request_long_wait",
    _stretches: "ix_agent_state_long",
}


def test_what_took_long_is_found_by_its_own_index(database, clock):
    clock.now = ENDED + 100 * DAY
    company = Company.new(database)
    company.request(BEGAN, accepted_at=BEGAN, state="closed")
    company.state("available", BEGAN, BEGAN)
    with suppress(_Enough), database.transaction(company.id) as tx:
        _many(tx, Request, "posted_at", ("accepted_at", "closed_at"), USUAL_WAIT)
        _many(tx, AgentState, "began_at", ("ended_at",), USUAL_STRETCH)
        _look_at_tables(database, tx)
        plans = {ask: _plans(database, tx, ask) for ask in INDEX_OF}
        raise _Enough
    for ask, index in INDEX_OF.items():
        assert [plan for plan in plans[ask] if index in plan], (ask, plans[ask])


class _Enough(Exception):
    """Undoes what the test has written."""


def _many(tx: Transaction, table: Any, began: str, ended: tuple[str, ...], usual: Millis) -> None:
    """Copies of the company's one row, a minute apart, each taking a second, a rare one too long."""
    columns = [column.name for column in table.__table__.columns]
    is_sqlite = tx.session.get_bind().dialect.name == "sqlite"
    until = f"{began} + {MINUTE} * i + CASE WHEN i % {RARE} = 0 THEN {usual + 1} ELSE 1000 END"
    values = {
        **{name: name for name in columns},
        "id": "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()",
        began: f"{began} + {MINUTE} * i",
        **dict.fromkeys(ended, until),
    }
    tx.session.flush()
    tx.session.connection().execute(
        text(
            f"INSERT INTO {table.__tablename__} ({', '.join(columns)})"
            f" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})"
            f" SELECT {', '.join(values[name] for name in columns)} FROM {table.__tablename__}, n"
            f" WHERE company_id = :company"
        ),
        {"company": tx.company_id.replace("-", "") if is_sqlite else tx.company_id},
    )


def _look_at_tables(database: Database, tx: Transaction) -> None:
    """Statistics as the product has them: of a thousand rows on SQLite, PostgreSQL's own."""
    for statement in (
        ("PRAGMA analysis_limit = 1000", "ANALYZE")
        if database.is_sqlite
        else ("ANALYZE request", "ANALYZE agent_state")
    ):
        tx.session.connection().exec_driver_sql(statement)


@contextmanager
def _told(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked meanwhile."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        statements.append((statement, given))

    event.listen(database.write_engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.write_engine, "before_cursor_execute", note)


def _plans(database: Database, tx: Transaction, ask: Reading) -> list[str]:
    """How the database goes about each statement of `ask`."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with _told(database) as statements:
        ask(tx)
    connection = tx.session.connection()
    return [
        "\n".join(map(str, connection.exec_driver_sql(f"{explain} {statement}", given)))
        for statement, given in statements
    ]
