"""One live connection to the product, spoken by hand: Socket.IO over a bare websocket.

A client of our own, because a ready-made one reconnects and repeats behind one's back: here every
break is seen (`LineLost`), and pushes that are not numbered without a gap are counted.
"""

import json
import select
import time
from collections import deque
from typing import Any

import websocket

#: Seconds. The server pings every 3 s and waits 5 s; a line that is silent for longer is dead.
SILENCE_S = 10.0
_OPEN_LIMIT_S = 10.0

Event = tuple[str, Any]


class LineLost(Exception):
    """The connection is gone, or could not be made."""


class Refused(Exception):
    """The server said no; the message is the problem's code."""


class LiveLine:
    """One connection in one namespace; not to be shared between threads."""

    def __init__(
        self, address: str, namespace: str, *, cookie: str | None = None, token: str | None = None
    ) -> None:
        """Connects; raises `LineLost`, or `Refused` with the problem's code."""
        self._namespace = namespace
        self._calls = 0
        self._unread: deque[Event] = deque()
        self._heard_at = time.monotonic()
        #: The number of the last push, and how often one was missing.
        self.number: int | None = None
        self.gaps = 0
        #: Answers of the server by the number of the call.
        self.answers: dict[int, Any] = {}
        try:
            self._socket = websocket.create_connection(
                f"{address.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket",
                timeout=_OPEN_LIMIT_S,
                origin=address,
                cookie=cookie,
                enable_multithread=False,
            )
        except (websocket.WebSocketException, OSError) as error:
            raise LineLost(str(error)) from error
        self._send(f"40{namespace},{json.dumps({'token': token} if token else {})}")
        self._await_welcome()

    def call(self, event: str, data: Any) -> int:
        """Sends an event that will be answered in `answers` under the number returned."""
        self._calls += 1
        body = json.dumps([event, data], ensure_ascii=False)
        self._send(f"42{self._namespace},{self._calls}{body}")
        return self._calls

    def receive(self, seconds: float) -> list[Event]:
        """What has come within `seconds` (0 for what is there now); raises `LineLost`."""
        wait = seconds
        while self._readable(wait):
            self._read_packet()
            wait = 0.0
        if time.monotonic() - self._heard_at > SILENCE_S:
            self.close()
            raise LineLost("silence")
        events = list(self._unread)
        self._unread.clear()
        return events

    def close(self) -> None:
        """Cuts the line without a goodbye, as a browser does that is gone."""
        self._socket.shutdown()

    def _await_welcome(self) -> None:
        limit = time.monotonic() + _OPEN_LIMIT_S
        self._welcome = False
        while not self._welcome:
            if time.monotonic() > limit:
                self.close()
                raise LineLost("not welcomed")
            if self._readable(0.5):
                self._read_packet()

    def _readable(self, seconds: float) -> bool:
        if self._socket.sock is None:
            raise LineLost("closed")
        readable, _, _ = select.select([self._socket.sock], [], [], seconds)
        return bool(readable)

    def _send(self, packet: str) -> None:
        try:
            self._socket.send(packet)
        except (websocket.WebSocketException, OSError) as error:
            raise LineLost(str(error)) from error

    def _read_packet(self) -> None:
        try:
            packet = self._socket.recv()
        except (websocket.WebSocketException, OSError) as error:
            raise LineLost(str(error)) from error
        self._heard_at = time.monotonic()
        self._take(str(packet))

    def _take(self, packet: str) -> None:
        kind, _, rest = packet.partition(f"{self._namespace},")
        if packet in ("", "1") or kind == "41":
            raise LineLost("closed by the server")
        if packet == "2":
            self._send("3")
        elif kind == "40":
            self._welcome = True
        elif kind == "44":
            self.close()
            raise Refused(json.loads(rest).get("message", rest))
        elif kind == "43":
            digits = rest[: rest.index("[")]
            self.answers[int(digits)] = json.loads(rest[len(digits) :])[0]
        elif kind == "42":
            self._take_event(*json.loads(rest))

    def _take_event(self, name: str, envelope: Any) -> None:
        number = int(envelope["number"])
        if name == "snapshot":
            self.number = number
            self._unread.append(("snapshot", envelope["data"]))
            return
        if self.number is None:
            # What came before the first snapshot is in it.
            return
        if number != self.number + 1:
            self.gaps += 1
        self.number = number
        self._unread.append((str(envelope["type"]), envelope["data"]))
