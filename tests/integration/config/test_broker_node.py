"""The private RabbitMQ node keeps to itself and keeps its messages."""

import subprocess

import psutil
import pytest
import requests
from amqp.exceptions import AccessRefused
from kombu.connection import Connection
from kombu.entity import Queue
from kombu.messaging import Producer

from config.broker_files import DELIVERY_LIMIT
from config.broker_node import NODE_NAME, SERVER_PROGRAMS, BrokerNode
from tests.services import BROKER_LIMIT_S, private_broker
from tests.waiting import wait_until

DURABLE = {"x-queue-type": "quorum"}


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    with private_broker(tmp_path_factory.mktemp("node")) as node:
        yield node


def test_a_message_survives_kill_9(node: BrokerNode):
    with Connection(node.url) as connection:
        Queue("kept", queue_arguments=DURABLE, channel=connection).declare()
        Producer(connection).publish("still here", routing_key="kept", delivery_mode=2)
        # RabbitMQ 3.10 needs half a second to note a new queue, see config.broker_mending.
        wait_until(lambda: _noted(node), 20, "the queue's name on disk")

    node.kill()
    node.start()
    node.wait_ready(BROKER_LIMIT_S)

    with Connection(node.url) as connection:
        message = wait_until(lambda: connection.default_channel.basic_get("kept"), 20)
        assert message.body in ("still here", b"still here")


def test_a_queue_made_just_before_a_crash_works_afterwards(node: BrokerNode):
    with Connection(node.url) as connection:
        Queue("young", queue_arguments=DURABLE, channel=connection).declare()

    node.kill()
    node.start()
    node.wait_ready(BROKER_LIMIT_S)

    with Connection(node.url) as connection:
        Producer(connection).publish("heard", routing_key="young", delivery_mode=2)
        wait_until(lambda: connection.default_channel.basic_get("young"), 20)


def test_only_loopback_is_listened_to(node: BrokerNode):
    assert node.pid is not None
    listening = [
        connection.laddr[0]
        for connection in psutil.Process(node.pid).net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN
    ]

    assert len(listening) >= 3
    assert set(listening) <= {"127.0.0.1", "::ffff:127.0.0.1"}


def test_there_is_one_user_and_it_is_not_guest(node: BrokerNode):
    users = requests.get(f"{node.management_url}/api/users", timeout=10).json()

    assert [user["name"] for user in users] == ["guichet"]
    guest = f"amqp://guest:guest@127.0.0.1:{node.ports.amqp}//"
    with pytest.raises(AccessRefused), Connection(guest) as connection:
        connection.connect()


def test_every_queue_has_a_delivery_limit(node: BrokerNode):
    policies = requests.get(f"{node.management_url}/api/policies", timeout=10).json()

    assert [policy["definition"] for policy in policies] == [{"delivery-limit": DELIVERY_LIMIT}]


def test_a_consumer_may_work_for_hours_on_one_message(node: BrokerNode):
    server = next(program for program in SERVER_PROGRAMS if program.exists())
    asked = [str(server.with_name("rabbitmqctl")), "--node", NODE_NAME, "eval"]
    told = subprocess.run(
        [*asked, "application:get_env(rabbit, consumer_timeout)."],
        env=node.environment(),
        check=True,
        capture_output=True,
        timeout=BROKER_LIMIT_S,
    )

    assert told.stdout.decode().strip() == f"{{ok,{6 * 60 * 60 * 1_000}}}"


def test_the_passwords_are_for_the_owner_only(node: BrokerNode):
    secret = [
        file
        for file in (node.directory).rglob("*")
        if file.is_file() and node.credentials.password in file.read_text(errors="replace")
    ]

    assert [file.name for file in secret] == ["credentials.json"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in secret)


def _noted(node: BrokerNode) -> bool:
    """Whether the file in which RabbitMQ keeps the names of quorum queues has been closed."""
    (names,) = (node.directory / "data").glob("*/quorum/*/names.dets")
    return b"kept" in names.read_bytes()
