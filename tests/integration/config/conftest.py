"""Both databases, empty and migrated, and a company in each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.company_choice import ChosenCompany, choose
from routing import migrate
from routing.database import Database
from tests.builders import a_company


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database of this test's own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'guichet.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    migrate.upgrade(url)
    made = Database(url)
    yield made
    made.dispose()


@pytest.fixture
def company(database: Database) -> ChosenCompany:
    """A company in Paris."""
    a_company(database, slug="bank", time_zone="Europe/Paris")
    return choose(database, "bank")
