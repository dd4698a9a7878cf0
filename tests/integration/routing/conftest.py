"""Both databases: a SQLite file, as `guichet up` uses it, and PostgreSQL.

One of each for the whole run: every test makes a company of its own, and companies stand apart.
"""

from collections.abc import Iterator

import pytest

from routing import migrate
from routing.database import Database
from tests.builders import FakeClock

CLOCK = FakeClock()


@pytest.fixture
def clock() -> FakeClock:
    """The databases' clock, moved by the test."""
    return CLOCK


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A migrated database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('routing') / 'guichet.db'}"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    migrate.upgrade(url)
    made = Database(url, CLOCK)
    yield made
    made.dispose()
