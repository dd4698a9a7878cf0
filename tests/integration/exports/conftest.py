"""A company with one day of history, on both databases, and a folder for its exports."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from routing import migrate
from routing.database import Database
from tests.builders import FakeClock
from tests.integration.exports.export_scene import NIGHT, ExportScene, an_export_scene


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'guichet.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    migrate.upgrade(url)
    return url


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[ExportScene]:
    """The night after the day, half past midnight."""
    database = Database(database_url, FakeClock(NIGHT))
    yield an_export_scene(database, Settings(var_dir=tmp_path, database_url=database_url))
    database.dispose()
