"""Both databases: a SQLite file, as `guichet up` uses it, and PostgreSQL.

One of each for the whole run: every test makes a company of its own, and companies stand apart.
"""

from collections.abc import Iterator

import pytest

from routing.database import Database
from tests.builders import FakeClock
from tests.migrated import KINDS, migrated_database

CLOCK = FakeClock()


@pytest.fixture
def clock() -> FakeClock:
    """The databases' clock, moved by the test."""
    return CLOCK


@pytest.fixture(scope="session", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A migrated database."""
    with migrated_database(request, tmp_path_factory, CLOCK) as made:
        yield made
