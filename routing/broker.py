"""The only place that talks to RabbitMQ for publishing, declaring and listening.

`Broker` publishes in batches that the broker confirms. `EventStream` hears every committed event.
Both reconnect by themselves and never make a caller wait for a broker that is down. They work in
plain threads and, in a process whose sockets gevent has patched, in greenlets.
"""

# mypy: disallow-untyped-calls=False
# (kombu calls itself typed, but most of it is not.)

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from kombu.connection import Connection
from kombu.entity import Exchange, Queue, binding
from kombu.exceptions import DecodeError, OperationalError
from kombu.messaging import Consumer
from kombu.transport.pyamqp import Transport

from routing import topology
from routing.confirming import ConfirmingChannel, Message

__all__ = ["Broker", "BrokerDown", "EventStream", "Message", "translated"]

log = logging.getLogger(__name__)

#: Seconds to establish a connection, handshake included.
CONNECT_TIMEOUT = 3.0
#: Seconds the broker may take to answer a request of ours, so that no caller hangs with it.
ANSWER_TIMEOUT = 10.0
#: Seconds the broker may take to confirm a batch. A blocked broker (memory, disk) confirms nothing,
#: a queue whose replicas have lost each other confirms nothing either.
CONFIRM_TIMEOUT = 5.0
#: Seconds for which a queue that did not confirm is left alone, lest it delays all others' messages.
STUCK_PAUSE = 5.0
#: Seconds between attempts to reach a broker that is down. Half of the 0.5 s promised for hearing
#: events again, so that one failed attempt more still keeps the promise.
RECONNECT_INTERVAL = 0.25
#: Seconds; a listener notices within two of these that the broker's machine has vanished.
HEARTBEAT = 5.0
#: Seconds that saying good-bye may take.
_CLOSE_TIMEOUT = 0.5
#: Seconds a listener reads before it looks whether it should stop and sends its heartbeats.
_READ_TIMEOUT = 0.5

#: What a broker that is down, going down or refusing throws at its clients.
FAILURES: tuple[type[Exception], ...] = (
    *Transport.connection_errors,
    *Transport.channel_errors,
    OperationalError,
    OSError,
)


class BrokerDown(Exception):
    """The broker cannot be reached, or did not confirm in time; nothing counts as published."""


class Broker:
    """Publishes to one RabbitMQ by URL. Safe to share between threads; one publishes at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._line: _Line | None = None
        self._next_attempt = 0.0
        self._reachable = False
        #: Routing keys whose messages were not confirmed, and until when they are left alone.
        self._stuck: dict[str, float] = {}
        #: Messages confirmed, and messages that had to be left for later, since the start.
        self.published = 0
        self.failed = 0

    def publish(self, messages: Sequence[Message]) -> list[str]:
        """Publishes a batch; returns the ids of those the broker has confirmed, in their order.

        Any other may or may not have arrived and has to be published again later: a queue that is
        stuck or refuses makes the list shorter, even empty, without an error. A queue that is not
        there yet is declared for its first message. Raises BrokerDown, at once while the broker is
        known to be down, when the broker itself did not answer.
        """
        able = [message for message in messages if not self._is_stuck(message.routing_key)]
        confirmed: set[str] = set()
        try:
            with self._line_in_use() as line:
                confirmed = line.publish(able)
        finally:
            self._count(messages, confirmed)
        self._leave_alone({m.routing_key for m in able if m.id not in confirmed})
        return [message.id for message in messages if message.id in confirmed]

    def _is_stuck(self, routing_key: str) -> bool:
        return self._stuck.get(routing_key, 0.0) > time.monotonic()

    def _leave_alone(self, routing_keys: set[str]) -> None:
        now = time.monotonic()
        self._stuck = {key: until for key, until in self._stuck.items() if until > now}
        for key in routing_keys:
            log.warning("queue %s confirms nothing", key)
            self._stuck[key] = now + STUCK_PAUSE

    def _count(self, messages: Sequence[Message], confirmed: set[str]) -> None:
        self.published += len(confirmed)
        self.failed += len(messages) - len(confirmed)

    def declare(self, queues: Iterable[topology.Queue] = topology.QUEUES) -> None:
        """Declares exchanges and `queues`, whether they exist already or not; raises BrokerDown."""
        with self._line_in_use() as line:
            line.declare(queues)

    def delete_unused(self, name: str) -> bool:
        """Deletes a queue that nobody consumes; whether it is gone now. Raises BrokerDown."""
        with self._line_in_use() as line:
            return line.delete_unused(name)

    def reachable(self) -> bool:
        """Whether the broker answered when last asked; as fresh as the last publish or `check`."""
        return self._reachable

    def check(self) -> bool:
        """Finds out whether the broker is there, connecting if need be; never raises."""
        with suppress(BrokerDown), self._line_in_use() as line:
            line.read_pending()
        return self._reachable

    def close(self) -> None:
        """Closes the connection; the next use opens another."""
        with self._lock:
            self._drop()

    @contextmanager
    def _line_in_use(self) -> Iterator[_Line]:
        """The connection, for one at a time; whatever goes wrong on it ends it as BrokerDown."""
        with self._lock:
            try:
                yield self._connected()
            except BrokerDown:
                raise
            except FAILURES as error:
                self._drop()
                raise BrokerDown(str(error)) from error
            except Exception as error:
                # The driver, caught in an odd moment of a breaking connection; or a defect of ours.
                log.exception("line to the broker dropped")
                self._drop()
                raise BrokerDown(repr(error)) from error

    def _connected(self) -> _Line:
        if self._line is None:
            if time.monotonic() < self._next_attempt:
                raise BrokerDown("the last attempt to reach the broker was a moment ago")
            self._next_attempt = time.monotonic() + RECONNECT_INTERVAL
            self._line = _Line(self._url)
            self._reachable = True
        return self._line

    def _drop(self) -> None:
        self._reachable = False
        line, self._line = self._line, None
        if line is not None:
            line.close()


class _Line:
    """One connection, with a channel for each routing key.

    A queue whose replicas have lost each other stops the channel that publishes to it; the others
    go on.
    """

    def __init__(self, url: str) -> None:
        # No heartbeats: nobody reads between two batches. A vanished peer shows at the next batch.
        self._connection = _open(url, heartbeat=0)
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
        for exchange in _EXCHANGES.values():
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
        for queue in queues:
            self._declare(queue)

    def _declare(self, queue: topology.Queue) -> None:
        channel = self._connection.channel()
        try:
            translated(queue)(channel).declare()
            channel.close()
        except Transport.channel_errors as error:
            # Declared by another version with other arguments: it serves, so it must not stop us.
            log.warning("queue %s kept as it is: %s", queue.name, error)

    def delete_unused(self, name: str) -> bool:
        with self._connection.channel() as channel:
            # Quorum queues know no if-unused; asking first is good enough, as consumers that come
            # back declare the queue again.
            try:
                consumers = channel.queue_declare(queue=name, passive=True).consumer_count
            except Transport.channel_errors:
                return True
            if consumers == 0:
                channel.queue_delete(queue=name)
            return bool(consumers == 0)

    def read_pending(self) -> None:
        """Reads what has come in meanwhile, so that a closed connection shows."""
        with suppress(TimeoutError):
            self._driver.drain_events(timeout=0)

    def close(self) -> None:
        _close(self._connection)


def _channel_key(message: Message) -> str:
    """Which channel a message takes: all events one, everything else that of its queue."""
    return message.exchange if message.exchange == topology.EVENTS else message.routing_key


def _close(connection: Connection) -> None:
    # Whatever a half-dead connection says to its end is of no interest.
    with suppress(Exception):
        if connection.connected:
            # One that no longer answers must not be waited for.
            connection.connection.sock.settimeout(_CLOSE_TIMEOUT)
        connection.close()


def _open(url: str, heartbeat: float) -> Connection:
    connection = Connection(url, heartbeat=heartbeat, connect_timeout=CONNECT_TIMEOUT)
    # Without a pause: whoever calls has a rhythm of its own.
    connection.ensure_connection(
        max_retries=len(connection.alt) or 1, interval_start=0, interval_step=0, interval_max=0
    )
    connection.connection.sock.settimeout(ANSWER_TIMEOUT)
    return connection


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


_EXCHANGES = {
    exchange.name: Exchange(exchange.name, type=exchange.kind, durable=True)
    for exchange in topology.EXCHANGES
}


def translated(queue: topology.Queue) -> Queue:
    """A row of the topology as the kind of object that Celery and kombu declare and consume."""
    return Queue(
        queue.name,
        exchange=_EXCHANGES[queue.exchange],
        routing_key=queue.routing_key,
        durable=True,
        queue_arguments=dict(queue.arguments),
    )


Heard = Callable[[dict[str, Any]], None]


class EventStream:
    """Hears committed events on a queue of its own, as long as it runs, whatever the broker does.

    `on_event` gets each event. `on_lost` is called when the queue is gone, `on_back` whenever one
    is there, the first time included: events in between were missed, so state must be loaded
    anew. All three are called in this stream's own thread and should return soon.
    """

    def __init__(
        self,
        url: str,
        on_event: Heard,
        on_lost: Callable[[], None] = lambda: None,
        on_back: Callable[[], None] = lambda: None,
        keys: Sequence[str] = ("#",),
    ) -> None:
        self._url = url
        self._keys = keys
        self._on_event = on_event
        self._on_lost = on_lost
        self._on_back = on_back
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.listening = False

    def start(self) -> None:
        """Begins to listen in the background; returns at once."""
        self._thread = threading.Thread(target=self._run, name="event-stream", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops listening; returns when the thread has ended, within a second or so."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(CONNECT_TIMEOUT + 2 * _READ_TIMEOUT)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except FAILURES as error:
                self._lost(error)
            except Exception as error:
                log.exception("event stream broken")
                self._lost(error)
            self._stopping.wait(RECONNECT_INTERVAL)

    def _lost(self, error: Exception) -> None:
        # Once for each loss, not for each attempt to mend it.
        if self.listening:
            log.warning("event stream lost: %s", error)
            self.listening = False
            self._told(self._on_lost)

    def _listen(self) -> None:
        connection = _open(self._url, heartbeat=HEARTBEAT)
        try:
            with Consumer(
                connection.channel(),
                self._queues(),
                callbacks=[self._hear],
                no_ack=True,
                accept=["json"],
                on_decode_error=_undecodable,
            ):
                self.listening = True
                self._told(self._on_back)
                self._read(connection.connection)
        finally:
            _close(connection)

    def _queues(self) -> list[Queue]:
        exchange = _EXCHANGES[topology.EVENTS]
        bindings = [binding(exchange, routing_key=key) for key in self._keys]
        # Exclusive: gone with the connection, and so is what was not read. Named by the broker, as
        # a name of one's own is still taken while a half-dead connection lingers.
        return [Queue("", bindings=bindings, exclusive=True, auto_delete=True, durable=False)]

    def _read(self, driver: Any) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                driver.drain_events(timeout=_READ_TIMEOUT)
            driver.heartbeat_tick()

    def _hear(self, body: Any, _message: Any) -> None:
        self._told(self._on_event, body)

    def _told(self, function: Callable[..., None], *arguments: Any) -> None:
        # A listener's mistake must not deafen the process.
        try:
            function(*arguments)
        except Exception:
            log.exception("a listener failed")


def _undecodable(_message: Any, error: DecodeError) -> None:
    log.error("an event could not be decoded: %s", error)
