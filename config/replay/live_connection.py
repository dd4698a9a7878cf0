"""A live connection that comes back: the only place that knows Socket.IO."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

from config.replay.push_order import PushOrder

#: The handshake of a small busy machine (s).
CONNECT_LIMIT_S = 15.0
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 3.0
#: How often gaps in the numbering are looked for (s).
LOOK_S = 1.0

log = logging.getLogger(__name__)
#: Its failed attempts are expected here: they are tried again, and counted by nobody.
SILENT = logging.getLogger("config.replay.silent")
SILENT.setLevel(logging.CRITICAL)

Told = Callable[[str, Any], None]


class LiveConnection:
    """One browser's live connection to a namespace, in a thread of its own.

    `told(type, data)` hears every push by its type, and every snapshot as 'snapshot', one after the
    other in their order, from other threads.
    """

    def __init__(
        self,
        base_url: str,
        namespace: str,
        told: Told,
        *,
        auth: Mapping[str, str] | None = None,
        headers: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._base_url = base_url
        self._namespace = namespace
        self._told = told
        self._auth = dict(auth) if auth else None
        self._headers = headers
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._order = PushOrder()
        self._thread = threading.Thread(target=self._run, name=f"live{namespace}", daemon=True)

    def start(self) -> None:
        """Connect, and again whenever the connection is lost, until `close`."""
        self._thread.start()

    def close(self) -> None:
        """Hang up, without waiting for it."""
        self._closing.set()
        self._wake.set()

    def _run(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._closing.is_set():
            if self._one_connection():
                pause = FIRST_PAUSE_S
            self._closing.wait(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def _one_connection(self) -> bool:
        """Connect and stay; returns when the connection is over, whether there was one."""
        self._wake.clear()
        self._order = PushOrder()
        client = self._new_client()
        try:
            client.connect(
                self._base_url,
                headers=dict(self._headers()),
                auth=self._auth,
                transports=["websocket"],
                namespaces=[self._namespace],
                wait_timeout=CONNECT_LIMIT_S,
            )
        except (SocketIOError, OSError) as error:
            log.debug("live connection to %s: %s", self._namespace, error)
            client.shutdown()
            return False
        self._stay(client)
        client.disconnect()
        return True

    def _stay(self, client: socketio.Client) -> None:
        while client.connected and not self._wake.wait(LOOK_S):
            if self._order.is_missing_some(time.monotonic()):
                client.emit("resync", namespace=self._namespace)

    def _new_client(self) -> socketio.Client:
        client = socketio.Client(
            reconnection=False, handle_sigint=False, logger=SILENT, engineio_logger=SILENT
        )
        arrivals = _Arrivals(self._order, self._told)
        handlers = {
            "snapshot": arrivals.snapshot,
            "push": arrivals.push,
            "disconnect": lambda *_: self._wake.set(),
        }
        for event, handler in handlers.items():
            client.on(event, handler, namespace=self._namespace)
        return client


class _Arrivals:
    """What one connection brings, told in its order."""

    def __init__(self, order: PushOrder, told: Told) -> None:
        self._order = order
        self._told = told
        self._lock = threading.Lock()

    def snapshot(self, message: dict[str, Any]) -> None:
        with self._lock:
            told = ("snapshot", message["data"])
            self._tell(self._order.snapshot(message["number"], told, time.monotonic()))

    def push(self, message: dict[str, Any]) -> None:
        with self._lock:
            told = (message["type"], message["data"])
            self._tell(self._order.push(message["number"], told, time.monotonic()))

    def _tell(self, ready: list[tuple[str, Any]]) -> None:
        for kind, data in ready:
            self._told(kind, data)
