"""The Socket.IO server: its limits, and the moment a browser's connection has been accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import socketio
from flask import Flask
from flask_socketio import SocketIO

from webui.api.models import LARGEST_LINES
from webui.live.outlet import Emit
from webui.live.socket_send import SendWholeFrames
from webui.problems import acknowledgement

PING_INTERVAL = 3  # seconds; page timers are throttled in hidden tabs, the server's are not
PING_TIMEOUT = 5  # seconds without an answer after which a browser counts as gone
# Bytes of one message from a browser: its lines, and what stands around them.
LARGEST_MESSAGE = LARGEST_LINES + 1_000

Accepted = Callable[[str, str], None]


class AcceptingManager(socketio.Manager):  # type: ignore[misc]
    """Calls `accepted(sid, namespace)` when a browser has been told that it is connected.

    Nothing may be emitted before that: the browser would not know the connection yet.
    """

    def __init__(self, accepted: Accepted) -> None:
        super().__init__()
        self._accepted = accepted

    def connect(self, sid: str, namespace: str) -> None:
        """The connection was accepted."""
        super().connect(sid, namespace)
        self._accepted(sid, namespace)


def make_server(app: Flask, origins: frozenset[str], accepted: Accepted) -> SocketIO:
    """A Socket.IO server in front of `app`; pages of foreign origins are refused."""
    server = SocketIO(
        app,
        async_mode=_async_mode(),
        client_manager=AcceptingManager(accepted),
        cors_allowed_origins=sorted(origins),
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
        max_http_buffer_size=LARGEST_MESSAGE,
    )
    server.on_error_default(acknowledgement)
    app.wsgi_app = SendWholeFrames(app.wsgi_app)  # type: ignore[method-assign]
    return server


def emitter(server: SocketIO, sid: str, namespace: str) -> Emit:
    """Emits to one browser; returns at once, the sending is done by the connection's own writer."""

    def emit(event: str, data: Any) -> None:
        server.emit(event, data, to=sid, namespace=namespace)

    return emit


def is_connected(server: SocketIO, sid: str, namespace: str) -> bool:
    """Whether the browser still holds the line.

    Socket.IO alone does not know of a line that ended while its connection was being answered: its
    end was announced to nobody.
    """
    manager = server.server.manager
    if not manager.is_connected(sid, namespace):
        return False
    line = server.server.eio.sockets.get(manager.eio_sid_from_sid(sid, namespace))
    return line is not None and not line.closing


def hang_up(server: SocketIO, sid: str, namespace: str) -> None:
    """Cut the line so that the browser connects again by itself.

    (A browser that is told 'disconnected by the server' would stay away.)
    """
    engine_sid = server.server.manager.eio_sid_from_sid(sid, namespace)
    if engine_sid is not None:
        server.server.eio.disconnect(engine_sid)


def _async_mode() -> str:
    from gevent import monkey

    return "gevent" if monkey.is_module_patched("socket") else "threading"
