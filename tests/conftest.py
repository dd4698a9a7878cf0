"""What every test may ask for: the real services, started once a run and only when needed."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from config.broker_node import BrokerNode
from tests.services import PostgreSQL, private_broker, private_postgresql

# How fast an example runs says how busy the machine is, not whether the code is right.
settings.register_profile("guichet", deadline=None, print_blob=True)
settings.load_profile("guichet")

pytest_plugins = [
    "tests.feature_marks",
    "tests.log_sections",
    "tests.long_files_first",
    "tests.migrated",
    "tests.plain_logs",
]


@pytest.fixture(scope="session")
def broker_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerNode]:
    """A private RabbitMQ node shared by the run; who kills it starts it again."""
    with private_broker(tmp_path_factory.mktemp("broker")) as node:
        yield node


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A private PostgreSQL server shared by the run."""
    # Not below pytest's own folder: each run of pytest that begins closes that one to all but
    # its owner, and a test run by root has its server run by another user.
    with (
        TemporaryDirectory(prefix="guichet-postgresql-") as directory,
        private_postgresql(Path(directory) / "server") as server,
    ):
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """The address of an empty database on the private PostgreSQL server, dropped afterwards."""
    url = postgresql.new_database()
    yield url
    postgresql.drop_database(url)
