"""A migrated database, a broker with empty queues, and workers that end with their test."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from config.broker_node import BrokerNode
from routing import topology
from routing.broker import Broker
from routing.database import Database
from routing.outbox import Publisher
from tests.integration.broker import wire
from tests.integration.workers.running_worker import RunningWorker
from tests.migrated import migrated_url
from tests.waiting import wait_until

Start = Callable[..., RunningWorker]
QUEUES = [queue.name for queue in topology.QUEUES]
#: Seconds within which a broker notices that a process has gone; many times what it takes.
_NOTICED_S = 20.0


@pytest.fixture
def broker(broker_node: BrokerNode) -> Iterator[Broker]:
    """A line to the run's broker, whose queues are empty."""
    broker = Broker(broker_node.url)
    broker.declare()
    wire.purge(broker_node.url, *QUEUES)
    yield broker
    broker.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The database that workers of `tmp_path` use."""
    database = Database(migrated_url(request, "sqlite", tmp_path))
    yield database
    database.dispose()


@pytest.fixture
def publisher(database: Database, broker: Broker) -> Iterator[Publisher]:
    """Publishes what the test commits, as the web process does."""
    publisher = Publisher(database, broker)
    publisher.start()
    yield publisher
    publisher.stop()


@pytest.fixture
def start(tmp_path: Path, database: Database, broker_node: BrokerNode) -> Iterator[Start]:
    """Starts workers: `start(ROUTING)`; all are killed with the test, for a clean end takes seconds."""
    running: list[RunningWorker] = []

    def start_one(
        command: Sequence[str], name: str = "worker", url: str = broker_node.url, **settings: str
    ) -> RunningWorker:
        running.append(RunningWorker(command, tmp_path, url, name, **settings))
        return running[-1]

    yield start_one
    for worker in running:
        worker.kill_family()
    if running:
        # What they were doing is back in its queue, where the next test empties it.
        wait_until(lambda: wire.consumers(broker_node.url, *QUEUES) == 0, _NOTICED_S, "their end")
