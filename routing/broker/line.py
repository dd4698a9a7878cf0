"""One connection over which messages are published and queues declared; whoever uses it renews it."""

# mypy: disallow-untyped-calls=False
# (kombu calls itself typed, but most of it is not.)

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from routing import topology
from routing.broker.confirming import ConfirmingChannel, Message
from routing.broker.connection import CHANNEL_ERRORS, connect, disconnect
from routing.broker.declaring import EXCHANGES, translated

log = logging.getLogger(__name__)

#: Seconds the broker may take to confirm a batch. A blocked broker (memory, disk) confirms nothing,
#: a queue whose replicas have lost each other confirms nothing either.
CONFIRM_TIMEOUT = 5.0


class Line:
    """One connection, with a channel for each routing key.

    A queue whose replicas have lost each other stops the channel that publishes to it; the others
    go on.
    """

    def __init__(self, url: str) -> None:
        # No heartbeats: nobody reads between two batches. A vanished peer shows at the next batch.
        self._connection = connect(url, heartbeat=0)
        # The driver's own connection: kombu's would reconnect by itself, and wait while it does.
        self._driver = self._connection.connection
        self._channels: dict[str, ConfirmingChannel] = {}
        try:
            self._ask()
        except BaseException:
            self.close()
            raise

    def _ask(self) -> None:
        """Has the broker answer, and its exchanges be there.

        Queues are declared when a message finds none: asking for all of them first could hang on
        one, and hold up the others' messages.
        """
        for exchange in EXCHANGES.values():
            exchange(self._connection.default_channel).declare()

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """The ids of the messages confirmed; raises a failure when the broker does not answer."""
        confirmed, returned = self._send_all(messages)
        if returned:
            deliverable = [_deliverable(message) for message in returned]
            self.declare(_queues_of(deliverable).values())
            confirmed |= self._send_all(deliverable)[0]
        return confirmed

    def _send_all(self, messages: Sequence[Message]) -> tuple[set[str], list[Message]]:
        """Sends and waits; the ids confirmed, and the messages that no queue took."""
        used = {key: self._channel(key) for key in map(_channel_key, messages)}
        for channel in used.values():
            channel.begin()
        for message in messages:
            used[_channel_key(message)].send(message)
        self._wait_for_confirms(list(used.values()))
        confirmed = set().union(*(channel.confirmed for channel in used.values()))
        returned = set().union(*(channel.returned for channel in used.values()))
        return confirmed - returned, [m for m in messages if m.id in returned]

    def _channel(self, key: str) -> ConfirmingChannel:
        if key not in self._channels:
            self._channels[key] = ConfirmingChannel(self._connection.channel())
        return self._channels[key]

    def _wait_for_confirms(self, channels: Sequence[ConfirmingChannel]) -> None:
        limit = time.monotonic() + CONFIRM_TIMEOUT
        try:
            while any(channel.unconfirmed for channel in channels):
                self._driver.drain_events(timeout=max(limit - time.monotonic(), 0.001))
        except TimeoutError:
            # Some queue, or the broker as a whole?
            self._ask()

    def declare(self, queues: Iterable[topology.Queue]) -> None:
        """Has these queues be there."""
        for queue in queues:
            self._declare(queue)

    def _declare(self, queue: topology.Queue) -> None:
        channel = self._connection.channel()
        try:
            translated(queue)(channel).declare()
            channel.close()
        except CHANNEL_ERRORS as error:
            # Declared by another version with other arguments: it serves, so it must not stop us.
            log.warning("queue %s kept as it is: %s", queue.name, error)

    def delete_unused(self, name: str) -> bool:
        """Deletes a queue that nobody consumes; whether it is gone now."""
        with self._connection.channel() as channel:
            # Quorum queues know no if-unused; asking first is good enough, as consumers that come
            # back declare the queue again.
            try:
                consumers = channel.queue_declare(queue=name, passive=True).consumer_count
            except CHANNEL_ERRORS:
                return True
            if consumers == 0:
                channel.queue_delete(queue=name)
            return bool(consumers == 0)

    def read_pending(self) -> None:
        """Reads what has come in meanwhile, so that a closed connection shows."""
        with suppress(TimeoutError):
            self._driver.drain_events(timeout=0)

    def close(self) -> None:
        """Ends the connection; never raises."""
        disconnect(self._connection)


def _channel_key(message: Message) -> str:
    """Which channel a message takes: all events one, everything else that of its queue."""
    return message.exchange if message.exchange == topology.EVENTS else message.routing_key


def _queues_of(messages: Iterable[Message]) -> dict[str, topology.Queue]:
    """The queues these messages should have found, by name."""
    queues = (topology.queue_for(message.routing_key, message.exchange) for message in messages)
    return {queue.name: queue for queue in queues if queue is not None}


def _deliverable(message: Message) -> Message:
    """The message itself, or bound for `dead` when there is no queue for it."""
    if topology.queue_for(message.routing_key, message.exchange) is not None:
        return message
    log.error("no queue for a message with key %s", message.routing_key)
    return replace(message, exchange=topology.DEAD)
