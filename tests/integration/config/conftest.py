"""Both databases, empty and migrated, and a company in each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.company_choice import ChosenCompany, choose
from routing.database import Database
from tests.builders import a_company
from tests.migrated import KINDS, migrated_url


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database of this test's own."""
    made = Database(migrated_url(request, request.param, tmp_path))
    yield made
    made.dispose()


@pytest.fixture
def company(database: Database) -> ChosenCompany:
    """A company in Paris."""
    a_company(database, slug="bank", time_zone="Europe/Paris")
    return choose(database, "bank")
