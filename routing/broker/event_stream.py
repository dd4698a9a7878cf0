"""Hearing committed events, and mending the connection whenever it breaks."""

# mypy: disallow-untyped-calls=False
# (kombu calls itself typed, but most of it is not.)

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from kombu.entity import Queue, binding
from kombu.exceptions import DecodeError
from kombu.messaging import Consumer

from routing import topology
from routing.broker.connection import (
    CONNECT_TIMEOUT,
    FAILURES,
    RECONNECT_INTERVAL,
    connect,
    disconnect,
)
from routing.broker.declaring import EXCHANGES

log = logging.getLogger(__name__)

#: Seconds; a listener notices within two of these that the broker's machine has vanished.
HEARTBEAT = 5.0
#: Seconds a listener reads before it looks whether it should stop and sends its heartbeats.
_READ_TIMEOUT = 0.5

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
        connection = connect(self._url, heartbeat=HEARTBEAT)
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
            disconnect(connection)

    def _queues(self) -> list[Queue]:
        exchange = EXCHANGES[topology.EVENTS]
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
