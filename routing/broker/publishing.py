"""Publishing in batches that the broker confirms, or says that it did not."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from routing import topology
from routing.broker.confirming import Message
from routing.broker.connection import FAILURES, RECONNECT_INTERVAL
from routing.broker.line import Line

log = logging.getLogger(__name__)

#: Seconds for which a queue that did not confirm is left alone, lest it delays all others' messages.
STUCK_PAUSE = 5.0


class BrokerDown(Exception):
    """The broker cannot be reached, or did not confirm in time; nothing counts as published."""


class Broker:
    """Publishes to one RabbitMQ by URL. Safe to share between threads; one publishes at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._line: Line | None = None
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
    def _line_in_use(self) -> Iterator[Line]:
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

    def _connected(self) -> Line:
        if self._line is None:
            if time.monotonic() < self._next_attempt:
                raise BrokerDown("the last attempt to reach the broker was a moment ago")
            self._next_attempt = time.monotonic() + RECONNECT_INTERVAL
            self._line = Line(self._url)
            self._reachable = True
        return self._line

    def _drop(self) -> None:
        self._reachable = False
        line, self._line = self._line, None
        if line is not None:
            line.close()
