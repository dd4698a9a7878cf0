"""Hearing events from a real RabbitMQ, also after it was killed, also in a gevent process."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from routing import topology
from routing.broker import Broker, EventStream, Message
from routing.identifiers import new_id
from tests.services import private_broker
from tests.waiting import wait_until

LIMIT_S = 20.0
#: Listening again is promised within 0.5 s of the broker's return.
RESUME_LIMIT_S = 5 * 0.5
BROKER_LIMIT_S = 60.0


class Listener:
    """An event stream and what it was told."""

    def __init__(self, url, **options):
        self.heard: list[dict[str, Any]] = []
        self.changes: list[str] = []
        self.stream = EventStream(
            url,
            self.heard.append,
            lambda: self.changes.append("lost"),
            lambda: self.changes.append("back"),
            **options,
        )

    def __enter__(self):
        self.stream.start()
        wait_until(lambda: "back" in self.changes, LIMIT_S, "listening")
        return self

    def __exit__(self, *_):
        self.stream.stop()

    def names(self):
        return [event["name"] for event in self.heard]


@pytest.fixture
def own_node(tmp_path):
    """A broker of this test's own, because it will be killed."""
    with private_broker(tmp_path) as node:
        yield node


def _event(name):
    identifier = new_id()
    body = {"id": identifier, "name": name, "data": {"text": "é"}}
    return Message(identifier, topology.EVENTS, name, None, body)


def test_every_listener_hears_every_event(broker_node):
    event = _event("request.posted")
    with Listener(broker_node.url) as first, Listener(broker_node.url) as second:
        Broker(broker_node.url).publish([event])

        for listener in (first, second):
            wait_until(listener.names, LIMIT_S, "the event")
            assert listener.heard == [dict(event.body)]


def test_a_listener_may_ask_for_some_events_only(broker_node):
    with Listener(broker_node.url, keys=("queue.changed",)) as listener:
        Broker(broker_node.url).publish([_event("request.posted"), _event("queue.changed")])

        wait_until(lambda: listener.heard, LIMIT_S, "the event")
        assert listener.names() == ["queue.changed"]


def test_a_listener_that_fails_goes_on_hearing(broker_node):
    heard = []

    def fail_once(event):
        heard.append(event["name"])
        if len(heard) == 1:
            raise ValueError

    stream = EventStream(broker_node.url, fail_once)
    stream.start()
    wait_until(lambda: stream.listening, LIMIT_S)
    Broker(broker_node.url).publish([_event("first.event"), _event("second.event")])

    wait_until(lambda: len(heard) == 2, LIMIT_S, "both events")
    stream.stop()


def test_a_listener_outlives_its_broker_and_may_be_there_before_it(own_node):
    own_node.kill()
    listener = Listener(own_node.url)
    listener.stream.start()

    own_node.start()
    own_node.wait_ready(BROKER_LIMIT_S)
    wait_until(lambda: listener.changes == ["back"], RESUME_LIMIT_S, "listening")
    own_node.kill()
    wait_until(lambda: listener.changes == ["back", "lost"], LIMIT_S, "the loss")

    own_node.start()
    own_node.wait_ready(BROKER_LIMIT_S)
    wait_until(lambda: listener.changes[2:] == ["back"], RESUME_LIMIT_S, "listening again")
    Broker(own_node.url).publish([_event("request.posted")])
    wait_until(lambda: listener.names() == ["request.posted"], LIMIT_S, "the event")
    listener.stream.stop()


def test_in_a_gevent_process_listening_and_publishing_stop_nobody_else(broker_node):
    script = Path(__file__).with_name("gevent_process.py")

    done = subprocess.run(
        [sys.executable, str(script), broker_node.url],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["heard", "request.posted"]


def test_stopping_takes_no_longer_than_a_read(broker_node):
    with Listener(broker_node.url) as listener:
        began = time.monotonic()
        listener.stream.stop()

        assert time.monotonic() - began < 5 * 0.5
        assert listener.changes == ["back"]
