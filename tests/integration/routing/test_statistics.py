"""SQLite finds rows by their ids, however many rows the company has, once it has looked at its tables."""

from pathlib import Path

from sqlalchemy import text

from routing import migrate
from routing.actions import intake
from routing.database import Database
from routing.identifiers import new_id
from tests.builders import FakeClock, a_company, a_portal

ROWS = 400
BY_IDS = (
    "EXPLAIN QUERY PLAN SELECT * FROM request WHERE id IN ('a', 'b', 'c', 'd') AND company_id = 'x'"
)


def test_rows_are_found_by_their_ids_in_a_company_with_many(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    migrate.upgrade(url)
    database = Database(url, FakeClock())
    portal = a_portal(database, a_company(database))
    with database.transaction(portal.company_id) as tx:
        for number in range(ROWS):
            intake.post(tx, portal.id, intake.NewRequest(new_id(), f"Customer {number}"))

    database.refresh_statistics()

    with database.read_engine.connect() as connection:
        plan = " ".join(str(row) for row in connection.execute(text(BY_IDS)))
    database.dispose()
    assert "USING INDEX sqlite_autoindex_request_1 (id=?)" in plan
