"""The namespace /wallboard: somebody signed in, or a television with its key, shows one wallboard.

It only listens: there is nothing a wallboard's page could ask for or change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError, SocketIO
from pydantic import BaseModel, ConfigDict

from routing.actions import wallboards
from routing.tables import Wallboard
from webui.api.models import Id, Text
from webui.live.wallboard_rooms import NAMESPACE, WallboardRooms
from webui.live.wallboard_viewers import Viewer
from webui.live.wallboard_watch import WallboardWatch
from webui.problems import problem_of
from webui.refusals import InvalidTelevisionKey
from webui.services import Services
from webui.signed_in import find_signed_in
from webui.signing import BrowserKey

__all__ = ["NAMESPACE", "WallboardNamespace"]


class ConnectingIn(BaseModel):
    """Which wallboard, and a television's key."""

    model_config = ConfigDict(extra="forbid")

    wallboard_id: Id
    key: Text | None = None


class WallboardNamespace:
    """Lets browsers in; what they are shown is the watch's matter."""

    def __init__(self, server: SocketIO, parts: Services) -> None:
        self._server = server
        self._parts = parts
        self._rooms = WallboardRooms(server, lambda name: parts.metrics.pushes.labels(name).inc())
        self._accepted: dict[str, Viewer] = {}
        self.watch = WallboardWatch(parts.calls, parts.metrics, self._rooms)
        parts.metrics.count_viewers(self.watch.viewers.count)
        parts.live.follow(self.watch)

    def register(self) -> None:
        """Listen to the namespace."""
        for name in ("connect", "disconnect"):
            self._server.on_event(name, getattr(self, name), namespace=NAMESPACE)

    def connect(self, auth: Any = None) -> None:
        """A page wants to connect: its key or its cookie says whether it may."""
        sid = str(request.sid)  # type: ignore[attr-defined]
        try:
            given = ConnectingIn.model_validate(auth)
            viewer = self._by_cookie(given) if given.key is None else self._by_key(given, given.key)
        except Exception as error:
            # Socket.IO takes any other error for a yes.
            raise ConnectionRefusedError(problem_of(error).code) from error
        self._accepted[sid] = replace(viewer, sid=sid, is_there=self._rooms.presence_of(sid))

    def accepted(self, sid: str) -> None:
        """The page has been told that it is connected."""
        viewer = self._accepted.pop(sid, None)
        if viewer is None:
            self._rooms.hang_up(sid)
        else:
            self.watch.watch(viewer)

    def disconnect(self, _reason: str = "") -> None:
        """The page is gone."""
        self.watch.viewers.remove(str(request.sid))  # type: ignore[attr-defined]

    def _by_key(self, given: ConnectingIn, television_key: str) -> Viewer:
        key = self._parts.signing.read_television_key(television_key)
        if key.wallboard_id != given.wallboard_id:
            raise InvalidTelevisionKey
        board = self._parts.calls.read(
            key.company_id, lambda reading: reading.find(Wallboard, key.wallboard_id)
        )
        if board is None or board.key_epoch != key.epoch:
            raise InvalidTelevisionKey
        return _viewer(board, key_epoch=key.epoch)

    def _by_cookie(self, given: ConnectingIn) -> Viewer:
        signed = find_signed_in(self._parts, request.cookies)
        actor = signed.actor
        board = self._parts.calls.read(
            actor.company_id, lambda reading: wallboards.show(reading, actor, given.wallboard_id)
        )
        return _viewer(board, browser=signed.key)


def _viewer(
    board: Wallboard, key_epoch: int | None = None, browser: BrowserKey | None = None
) -> Viewer:
    return Viewer("", board.company_id, board.id, key_epoch, browser, lambda: False)
