"""How long the second `guichet up` takes to be ready, beside a RabbitMQ node that starts alone."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.broker_node import BrokerNode
from tests.bench.figure import Figure
from tests.running import running_guichet

_LIMIT_S = 120.0


def run() -> Iterator[Figure]:
    """Seconds to readiness; the database, keys and the broker's data exist already in both."""
    with tempfile.TemporaryDirectory() as folder:
        yield Figure(
            "second 'guichet up'",
            _up(Path(folder) / "up"),
            "its RabbitMQ node alone",
            _node(Path(folder) / "node"),
            "s",
        )


def _up(folder: Path) -> float:
    with running_guichet(folder) as guichet:
        guichet.wait_ready(_LIMIT_S)
        guichet.stop()
        began = time.monotonic()
        guichet.start_again()
        guichet.wait_ready(_LIMIT_S)
        return time.monotonic() - began


def _node(folder: Path) -> float:
    node = BrokerNode(folder)
    node.start()
    node.wait_ready(_LIMIT_S)
    node.stop()
    began = time.monotonic()
    node.start()
    try:
        node.wait_ready(_LIMIT_S)
        return time.monotonic() - began
    finally:
        node.stop()
