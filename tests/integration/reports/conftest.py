"""A migrated database on SQLite and on PostgreSQL; every test makes a company of its own."""

from collections.abc import Iterator

import pytest

from routing import migrate
from routing.database import Database
from tests.builders import FakeClock

CLOCK = FakeClock()


@pytest.fixture
def clock() -> Iterator[FakeClock]:
    """The databases' clock, moved by the test and put back afterwards."""
    before = CLOCK.now
    yield CLOCK
    CLOCK.now = before


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A migrated database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('reports') / 'guichet.db'}"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    migrate.upgrade(url)
    made = Database(url, CLOCK)
    yield made
    made.dispose()
