"""The demonstration company is made once, and completed where a start was cut off."""

from pathlib import Path

import pytest
from sqlmodel import SQLModel, col, func, select

from config import demonstration
from config.settings import Settings
from routing.database import ALL_COMPANIES, Database
from routing.tables import Account, Company, Portal
from tests.builders import a_company
from tests.migrated import migrated_url


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation whose tables are there."""
    return Settings(var_dir=tmp_path, database_url=migrated_url(request, "sqlite", tmp_path))


def count(settings: Settings, table: type[SQLModel]) -> int:
    database = Database(settings.database_url)
    with database.reading(ALL_COMPANIES) as reading:
        found = reading.session.scalars(select(func.count()).select_from(table)).one()
    database.dispose()
    return int(found)


def test_a_second_start_makes_nothing_new(settings):
    first = demonstration.load(settings)
    made = [count(settings, table) for table in (Company, Portal, Account)]
    assert demonstration.load(settings) == first
    assert [count(settings, table) for table in (Company, Portal, Account)] == made


def test_a_company_left_empty_by_a_start_that_was_killed_is_filled(settings):
    database = Database(settings.database_url)
    company_id = a_company(database, slug=demonstration.COMPANY)
    database.dispose()
    demonstration.load(settings)
    assert count(settings, Company) == 1
    database = Database(settings.database_url)
    with database.reading(company_id) as reading:
        keys = reading.session.scalars(select(Portal.key).order_by(col(Portal.key))).all()
    database.dispose()
    assert "demo-button" in keys
