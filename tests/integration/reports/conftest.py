"""A migrated database on SQLite and on PostgreSQL; every test makes a company of its own."""

from collections.abc import Iterator

import pytest

from routing.database import Database
from tests.builders import FakeClock
from tests.migrated import KINDS, migrated_database

CLOCK = FakeClock()


@pytest.fixture
def clock() -> Iterator[FakeClock]:
    """The databases' clock, moved by the test and put back afterwards."""
    before = CLOCK.now
    yield CLOCK
    CLOCK.now = before


@pytest.fixture(scope="session", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A migrated database."""
    with migrated_database(request, tmp_path_factory, CLOCK) as made:
        yield made
