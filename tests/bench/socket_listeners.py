"""Many Socket.IO clients that only listen, in one thread: what they measure is the server, not themselves.

Engine.IO 4 over WebSocket, as far as listening needs it: the handshake, pings, text frames.
"""

import base64
import json
import os
import selectors
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.waiting import wait_until

LIMIT_S = 60.0
_OPCODE_TEXT = 1


@dataclass(frozen=True)
class Message:
    """One message as it came to one listener at `came_at` (s since the epoch), not read yet."""

    listener: int
    came_at: float
    text: str

    def read(self) -> tuple[str, Any]:
        """Its name and its data."""
        name, data = json.loads(self.text)
        return name, data


@dataclass
class _Line:
    """One connection and the bytes of it that are not a whole frame yet."""

    number: int
    connection: socket.socket
    received: bytearray = field(default_factory=bytearray)


class Listeners:
    """`count` connections to one namespace; `heard` is all they heard, read when there is time."""

    def __init__(self, port: int, namespace: str, auth: dict[str, Any], count: int) -> None:
        self._prefix = f"42{namespace},"
        self._namespace = namespace
        self.heard: list[Message] = []
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._begun: set[int] = set()
        self._lines = [self._connect(port, number, auth) for number in range(count)]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        wait_until(lambda: len(self._begun) == count, LIMIT_S, "every listener's first message")

    def close(self) -> None:
        """Hang up."""
        self._stopping = True
        self._thread.join()
        for line in self._lines:
            line.connection.close()
        self._selector.close()

    def _connect(self, port: int, number: int, auth: dict[str, Any]) -> _Line:
        connection = socket.create_connection(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        line = _Line(number, connection)
        while b"\r\n\r\n" not in line.received:
            line.received += connection.recv(4_096)
        assert b" 101 " in line.received.partition(b"\r\n")[0], line.received
        del line.received[: line.received.index(b"\r\n\r\n") + 4]
        _send(connection, f"40{self._namespace},{json.dumps(auth)}")
        self._selector.register(connection, selectors.EVENT_READ, line)
        return line

    def _listen(self) -> None:
        while not self._stopping:
            for key, _ in self._selector.select(timeout=0.1):
                line: _Line = key.data
                line.received += line.connection.recv(262_144)
                came_at = time.time()
                while (text := _next_text(line.received)) is not None:
                    self._take(line, text, came_at)

    def _take(self, line: _Line, text: str, came_at: float) -> None:
        if text == "2":
            _send(line.connection, "3")
        elif text.startswith(self._prefix):
            self._begun.add(line.number)
            self.heard.append(Message(line.number, came_at, text.removeprefix(self._prefix)))
        else:
            assert not text.startswith("44"), text


def _send(connection: socket.socket, text: str) -> None:
    """One short masked frame."""
    body, mask = text.encode(), os.urandom(4)
    length = (
        bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack("!H", len(body))
    )
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(body))
    connection.sendall(bytes([0x80 | _OPCODE_TEXT]) + length + mask + masked)


def _next_text(received: bytearray) -> str | None:
    """The next whole frame's text, taken off; None when there is none."""
    if len(received) < 2:
        return None
    length, start = received[1] & 0x7F, 2
    if length == 126:
        start = 4
        length = int.from_bytes(received[2:4], "big") if len(received) >= 4 else 1 << 62
    elif length == 127:
        start = 10
        length = int.from_bytes(received[2:10], "big") if len(received) >= 10 else 1 << 62
    if len(received) < start + length:
        return None
    text = received[start : start + length].decode()
    del received[: start + length]
    return text
