"""Emitting to everybody who looks at a wallboard: one message, serialised once, however many they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask_socketio import SocketIO

from routing.clock import Millis
from webui.live.socket_server import hang_up, is_connected

NAMESPACE = "/wallboard"


class WallboardRooms:
    """A room a wallboard; `sent` is told the name of each message that goes out."""

    def __init__(self, server: SocketIO, sent: Callable[[str], None]) -> None:
        self._server = server
        self._sent = sent

    def begin(self, sid: str, board_id: str, board: Any) -> None:
        """One browser gets the wallboard as it is, and from now on what everybody gets."""
        self._server.emit("snapshot", board, to=sid, namespace=NAMESPACE)
        self._server.server.enter_room(sid, board_id, namespace=NAMESPACE)
        self._sent("board_snapshot")

    def show(self, board_id: str, board: Any) -> None:
        """The wallboard has changed."""
        self._server.emit("board", board, to=board_id, namespace=NAMESPACE)
        self._sent("board")

    def tick(self, board_id: str, at: Millis) -> None:
        """Up to `at` it has not."""
        self._server.emit("tick", {"at": at}, to=board_id, namespace=NAMESPACE)

    def hang_up(self, sid: str) -> None:
        """Cut one browser's line: when it comes again it is told why it may not.

        A line says goodbye only when everything before has gone out: nobody else waits for that.
        """
        self._server.start_background_task(hang_up, self._server, sid, NAMESPACE)

    def presence_of(self, sid: str) -> Callable[[], bool]:
        """Tells whether this browser still holds the line."""
        return partial(is_connected, self._server, sid, NAMESPACE)
