"""A company with one day of history, on both databases, and a folder for its exports."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from routing.database import Database
from tests.builders import FakeClock
from tests.integration.exports.export_scene import NIGHT, ExportScene, an_export_scene
from tests.migrated import KINDS, migrated_url


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database of each kind."""
    return migrated_url(request, request.param, tmp_path)


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[ExportScene]:
    """The night after the day, half past midnight."""
    database = Database(database_url, FakeClock(NIGHT))
    yield an_export_scene(database, Settings(var_dir=tmp_path, database_url=database_url))
    database.dispose()
