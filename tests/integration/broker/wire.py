"""The broker seen with another client than ours (pika), to check what really is on it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

#: What asking for a queue that does not exist raises.
NOT_THERE = ChannelClosedByBroker


@dataclass(frozen=True)
class Arrival:
    """One message as it lay in a queue; `at` is when it was read (seconds, monotonic)."""

    id: str
    body: Any
    headers: dict[str, Any]
    routing_key: str
    at: float


@contextmanager
def channel(url: str) -> Iterator[BlockingChannel]:
    """A channel of its own."""
    # An empty name after the slash is the default virtual host to kombu, and none at all to pika.
    address = f"{url.removesuffix('//')}/%2F" if url.endswith("//") else url
    connection = pika.BlockingConnection(pika.URLParameters(address))
    try:
        yield connection.channel()
    finally:
        connection.close()


def read(url: str, queue: str, count: int, seconds: float) -> list[Arrival]:
    """Reads and acknowledges up to `count` messages, waiting `seconds` at most for each."""
    arrivals: list[Arrival] = []
    with channel(url) as line:
        for method, properties, body in line.consume(queue, inactivity_timeout=seconds):
            if method is None:
                break
            line.basic_ack(method.delivery_tag)
            arrivals.append(
                Arrival(
                    properties.message_id or "",
                    json.loads(body),
                    dict(properties.headers or {}),
                    method.routing_key,
                    time.monotonic(),
                )
            )
            if len(arrivals) == count:
                break
    return arrivals


def count(url: str, queue: str) -> int:
    """How many messages are ready in `queue`."""
    with channel(url) as line:
        return int(line.queue_declare(queue, passive=True).method.message_count)


def consumers(url: str, *queues: str) -> int:
    """How many consume these queues together."""
    with channel(url) as line:
        found = [line.queue_declare(queue, passive=True).method for queue in queues]
    return sum(int(declared.consumer_count) for declared in found)


def purge(url: str, *queues: str) -> None:
    """Empties queues that earlier tests may have filled."""
    with channel(url) as line:
        for queue in queues:
            line.queue_purge(queue)


def properties(**values: Any) -> pika.BasicProperties:
    """Properties of a message to publish, persistent."""
    return pika.BasicProperties(delivery_mode=2, **values)
