"""WebSocket frames leave whole, or the connection ends.

simple-websocket 1.1.0 calls `send()` once and ignores how much of the frame was taken (its issue 45):
under gevent a client that reads slowly gets cut frames. This middleware hands it a socket whose `send`
sends everything, one sender at a time. To be dropped when a fixed version is out: the test beside it
fails then without this cure no more.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterable
from typing import Any

# A browser that takes nothing for this long is gone; engine.io's own time-out cannot free the sender.
STUCK_AFTER = 10.0  # seconds
# Where the web servers put the connection's socket for WebSocket libraries.
SOCKET_KEYS = ("gunicorn.socket", "werkzeug.socket")


class WholeSends:
    """A socket whose `send` takes all it is given; everything else is the socket's own."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()

    def send(self, data: bytes) -> int:
        """Send all of `data`; raises OSError when the other side takes nothing any more."""
        with self._sending:
            left = memoryview(data)
            while left:
                self._wait_until_writable()
                left = left[self._connection.send(left) :]
        return len(data)

    def _wait_until_writable(self) -> None:
        poll = select.poll()
        poll.register(self._connection.fileno(), select.POLLOUT)
        if not poll.poll(STUCK_AFTER * 1_000):
            self._connection.shutdown(socket.SHUT_RDWR)
            raise TimeoutError("the browser takes no more data")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class SendWholeFrames:
    """WSGI middleware that puts `WholeSends` where WebSocket libraries look for the socket."""

    def __init__(self, wsgi_app: Any) -> None:
        self._wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            for key in SOCKET_KEYS:
                if key in environ:
                    environ[key] = WholeSends(environ[key])
        answer: Iterable[bytes] = self._wsgi_app(environ, start_response)
        return answer
