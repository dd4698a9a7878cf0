"""An empty database of each kind for each test, with a clock that the test may put forward."""

import sqlite3

import pytest

from routing.database import ALL_COMPANIES, Database
from routing.tables import Company, metadata


class Clock:
    """A clock that the test may put forward; milliseconds."""

    def __init__(self):
        self.now = 1_000_000

    def __call__(self):
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    database = Database(url, Clock())
    if database.is_sqlite:
        sqlite3.connect(tmp_path / "guichet.db").execute("PRAGMA journal_mode = WAL")
    metadata.create_all(database.write_engine)
    yield database
    database.dispose()


@pytest.fixture
def company_id(database):
    with database.transaction(ALL_COMPANIES) as tx:
        company = Company(slug="acme", name="Acme", created_at=tx.now)
        tx.session.add(company)
        tx.session.flush()
        return company.id
