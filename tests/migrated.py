"""Migrated databases of both kinds, for tests that share one and make companies of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from routing import migrate
from routing.clock import Clock
from routing.database import Database

KINDS = ("sqlite", "postgresql")


@contextmanager
def migrated_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Database]:
    """A database of the kind in `request.param`: a SQLite file, as `guichet up` uses it, or PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'guichet.db'}"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    migrate.upgrade(url)
    made = Database(url, clock)
    yield made
    made.dispose()
