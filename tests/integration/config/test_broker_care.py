"""A private broker that a crash has damaged is mended, or starts again with no data."""

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest
import requests
from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from kombu.messaging import Producer

from config.broker_care import BrokerCare
from config.broker_node import BrokerNode
from config.composition import plans_for_broker
from config.supervisor import Supervisor
from config.vhost_probe import Vhost, probe
from tests.damaged_broker import lose_exchange
from tests.services import BROKER_LIMIT_S
from tests.waiting import wait_until


class Tended:
    """A private node run as `guichet up` runs it."""

    def __init__(self, directory):
        self.said: list[str] = []
        self.node = BrokerNode(directory)
        self.care = BrokerCare(self.node, self.said.append, lambda: None)
        self.supervisor = Supervisor(directory / "children.json", self.said.append)
        for plan in plans_for_broker(self.node, self.care):
            self.supervisor.start(plan)
        self.care.follow(self.node.has_crashed)

    def until(self, condition, what):
        def tend():
            if self.care.given_up:
                self.supervisor.kill("broker")
            self.supervisor.tend()
            return condition()

        wait_until(tend, 2 * BROKER_LIMIT_S, what)

    def kill(self):
        os.kill(self.supervisor.children["broker"].process.pid, signal.SIGKILL)

    def asides(self):
        return list(self.node.directory.glob("damaged-data-*"))


@pytest.fixture
def tended(tmp_path) -> Iterator[Tended]:
    tended = Tended(tmp_path)
    tended.until(tended.care.is_serving, "the first start")
    yield tended
    tended.care.leave()
    tended.supervisor.stop(["broker", "epmd"], lambda: True)


def test_data_that_keeps_the_virtual_host_down_is_put_aside(tended: Tended):
    _declare(tended.node)
    lose_exchange(tended.node, "task")

    tended.kill()
    tended.until(tended.asides, "damaged data put aside")
    tended.until(tended.care.is_serving, "the start without data")

    assert len([line for line in tended.said if str(tended.asides()[0]) in line]) == 1
    users = requests.get(f"{tended.node.management_url}/api/users", timeout=10).json()
    assert [user["name"] for user in users] == ["guichet"]
    _declare(tended.node)
    with Connection(tended.node.url) as connection:
        Producer(connection).publish("new", "kept", exchange="task", delivery_mode=2)
        wait_until(lambda: connection.default_channel.basic_get("kept"), 20)


def test_data_with_which_the_node_ends_while_starting_is_put_aside(tended: Tended):
    tended.care.leave()
    tended.kill()
    schema = tended.node.directory / "data" / "guichet@localhost" / "schema.DAT"
    schema.write_bytes(b"nothing that Mnesia can read")

    tended.until(tended.asides, "damaged data put aside")
    tended.until(tended.care.is_serving, "the start without data")

    assert probe(tended.node.url) is Vhost.OPEN


def test_only_the_latest_damaged_data_is_kept(tmp_path):
    node = BrokerNode(tmp_path)
    (tmp_path / "damaged-data-20260101T000000Z").mkdir()
    (tmp_path / "data" / "guichet@localhost").mkdir(parents=True)

    aside = node.put_data_aside()

    assert list(tmp_path.glob("damaged-data-*")) == [aside]
    assert not node.has_data


def test_a_crash_while_a_crash_is_mended_is_one_line(tended: Tended, monkeypatch):
    mend = tended.node.mend

    def killed_meanwhile():
        os.kill(tended.supervisor.children["broker"].process.pid, signal.SIGKILL)
        try:
            mend()
        except subprocess.SubprocessError:
            monkeypatch.undo()
            raise

    monkeypatch.setattr(tended.node, "mend", killed_meanwhile)
    tended.kill()
    tended.until(lambda: any("while it was mended" in line for line in tended.said), "the line")
    assert len([line for line in tended.said if "mended" in line]) == 1


def _declare(node: BrokerNode) -> None:
    with Connection(node.url) as connection:
        Queue(
            "kept",
            exchange=Exchange("task", type="direct", durable=True),
            routing_key="kept",
            queue_arguments={"x-queue-type": "quorum"},
            channel=connection,
        ).declare()
