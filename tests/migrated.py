"""Databases as migrations leave them, of both kinds: migrated once a run and copied for whoever needs one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routing import migrate
from routing.clock import Clock
from routing.database import Database
from tests.services import PostgreSQL

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that was migrated, as `guichet up` does; only to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "guichet.db"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_template(postgresql: PostgreSQL) -> str:
    """The address of a PostgreSQL database that was migrated; only to be copied."""
    url = postgresql.new_database()
    migrate.upgrade(url)
    return url


def migrated_url(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """The address of a migrated database of this kind, gone with the fixture; SQLite's file is in `folder`."""
    if kind == "sqlite":
        file = folder / "guichet.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
        return f"sqlite:///{file}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.new_database(request.getfixturevalue("migrated_template"))
    request.addfinalizer(lambda: server.drop_database(url))
    return url


@contextmanager
def migrated_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Database]:
    """A database of the kind in `request.param`, for tests that share one and make companies of their own."""
    folder = tmp_path_factory.mktemp("database")
    made = Database(migrated_url(request, request.param, folder), clock)
    yield made
    made.dispose()
