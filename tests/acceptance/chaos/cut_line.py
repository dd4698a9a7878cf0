"""A line between a browser and the product that a test can cut and mend: a plain TCP forwarder."""

import select
import socket
import threading
from contextlib import suppress

from config.ports import LOOPBACK

_CHUNK = 65_536
_TICK_S = 0.1


class CutLine:
    """Forwards `port` to `target` until cut; a cut ends every connection and refuses new ones."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self._target = target
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.mend()

    @property
    def address(self) -> str:
        """The product's address at this end of the line."""
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        """Forwards from now on."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, self.port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Ends all connections; new ones are refused until the line is mended."""
        listener, self._listener = self._listener, None
        if listener is not None:
            _end(listener)
        with self._lock:
            for one in self._open:
                _end(one)
            self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while self._listener is listener:
                if select.select([listener], [], [], _TICK_S)[0]:
                    near, _ = listener.accept()
                    threading.Thread(target=self._forward, args=(near,), daemon=True).start()

    def _forward(self, near: socket.socket) -> None:
        with suppress(OSError, ValueError):
            far = socket.create_connection((LOOPBACK, self._target))
            with self._lock:
                self._open |= {near, far}
            _copy_both_ways(near, far)
            _end(far)
        _end(near)


def _copy_both_ways(one: socket.socket, other: socket.socket) -> None:
    """Returns when either side has ended."""
    pairs = {one: other, other: one}
    while True:
        for readable in select.select([one, other], [], [], None)[0]:
            data = readable.recv(_CHUNK)
            if not data:
                return
            pairs[readable].sendall(data)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
