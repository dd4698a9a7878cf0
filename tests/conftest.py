"""What every test may ask for: the real services, started once a run and only when needed."""

from collections.abc import Iterator

import pytest

from config.broker_node import BrokerNode
from tests.services import PostgreSQL, private_broker, private_postgresql

pytest_plugins = ["tests.feature_marks", "tests.log_sections"]


@pytest.fixture(scope="session")
def broker_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerNode]:
    """A private RabbitMQ node shared by the run; who kills it starts it again."""
    with private_broker(tmp_path_factory.mktemp("broker")) as node:
        yield node


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A private PostgreSQL server shared by the run."""
    with private_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """The address of an empty database on the private PostgreSQL server, dropped afterwards."""
    url = postgresql.new_database()
    yield url
    postgresql.drop_database(url)
