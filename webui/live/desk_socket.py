"""The namespace /desk: an agent's tab connects, and what it sends."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from flask import request
from flask_socketio import ConnectionRefusedError, SocketIO
from pydantic import Field

from routing.actions import chat, entitlements
from routing.actions.chat import AgentAuthor, NewLine
from routing.errors import NotFound
from routing.permissions import Actor
from routing.tables import Agent
from routing.transaction import Transaction
from webui.api.models import Id, In, LinesIn
from webui.live.conversation import lines_between
from webui.live.outlet import Outlet
from webui.live.signed_out import SignedOut
from webui.live.socket_server import emitter, hang_up, is_connected
from webui.live.sockets import DeskSocket
from webui.live.views import chat_line_row
from webui.problems import problem_of
from webui.refusals import NotConnectedYet
from webui.services import Services
from webui.signed_in import find_signed_in

NAMESPACE = "/desk"
MOST_LINES = 500


class SessionLinesIn(LinesIn):
    """Lines for one session."""

    session_id: Id


class TypingIn(In):
    """The agent is writing."""

    session_id: Id


class MarksIn(In):
    """How far the agent has received and read."""

    session_id: Id
    delivered: int = Field(ge=0)
    read: int = Field(ge=0)


class LinesAfterIn(In):
    """Which lines are asked for."""

    session_id: Id
    after: int = Field(ge=0)


class DeskNamespace:
    """What agents' tabs may do; every answer is an acknowledgement `{ok, data | problem}`."""

    def __init__(self, server: SocketIO, parts: Services) -> None:
        self._server = server
        self._parts = parts
        self._actors: dict[str, Actor] = {}
        self._accepted: dict[str, DeskSocket] = {}
        parts.live.follow(SignedOut(parts.calls, parts.live.sockets, self._end))

    def register(self) -> None:
        """Listen to the namespace."""
        for name in ("connect", "disconnect", "lines", "typing", "marks", "lines_after", "resync"):
            self._server.on_event(name, getattr(self, name), namespace=NAMESPACE)

    def connect(self, _auth: Any = None) -> None:
        """An agent's tab wants to connect: the cookie says whose."""
        sid = str(request.sid)  # type: ignore[attr-defined]
        try:
            signed = find_signed_in(self._parts, request.cookies)
            actor = signed.actor
            self._require_agent(actor)
        except Exception as error:
            # Socket.IO takes any other error for a yes.
            raise ConnectionRefusedError(problem_of(error).code) from error
        emit = emitter(self._server, sid, NAMESPACE)
        outlet = Outlet(emit, lambda name: self._parts.metrics.pushes.labels(name).inc())
        is_there = partial(is_connected, self._server, sid, NAMESPACE)
        self._accepted[sid] = DeskSocket(
            sid,
            actor.company_id,
            outlet,
            is_there,
            agent_id=actor.account_id,
            browser=signed.key,
        )
        self._actors[sid] = actor

    def accepted(self, sid: str) -> DeskSocket | None:
        """The tab that has just been accepted."""
        return self._accepted.pop(sid, None)

    def disconnect(self, _reason: str = "") -> None:
        """The tab is gone."""
        sid = str(request.sid)  # type: ignore[attr-defined]
        self._actors.pop(sid, None)
        self._parts.live.connections.closed(sid)

    def lines(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """The agent wrote; the numbers of the lines."""
        desk, given = self._desk(), SessionLinesIn.model_validate(body)
        lines = [NewLine(line.id, line.text) for line in given.lines]
        numbers = self._parts.calls.write(
            desk.company_id, lambda tx: chat.write(tx, self._author(desk), given.session_id, lines)
        )
        return done({"numbers": numbers})

    def typing(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """The agent is writing."""
        self._parts.live.typing.by_agent(self._desk(), TypingIn.model_validate(body).session_id)
        return done()

    def marks(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """The agent received and read."""
        desk, given = self._desk(), MarksIn.model_validate(body)
        self._parts.calls.write(
            desk.company_id,
            lambda tx: chat.mark(
                tx, self._author(desk), given.session_id, given.delivered, given.read
            ),
        )
        return done()

    def lines_after(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """Lines the page lacks."""
        desk, given = self._desk(), LinesAfterIn.model_validate(body)
        actor = self._actor(desk)

        def load(reading: Transaction) -> list[dict[str, Any]]:
            if not chat.may_read(reading, actor, given.session_id):
                raise NotFound(what="session", id=given.session_id)
            lines = lines_between(reading, given.session_id, given.after, MOST_LINES)
            return [vars(chat_line_row(line, given.session_id)) for line in lines]

        return done({"lines": self._parts.calls.read(desk.company_id, load)})

    def resync(self, *_nothing: Any) -> dict[str, Any]:
        """The page missed a push."""
        self._parts.live.snapshots.send(self._desk())
        return done()

    def _end(self, desk: DeskSocket) -> None:
        """Nothing more goes in or out; when the browser comes again it is told why it may not."""
        self._actors.pop(desk.sid, None)
        self._server.start_background_task(self._cut, desk.sid)

    def _cut(self, sid: str) -> None:
        self._parts.live.connections.closed(sid)
        hang_up(self._server, sid, NAMESPACE)

    def _desk(self) -> DeskSocket:
        found = self._parts.live.sockets.get(str(request.sid))  # type: ignore[attr-defined]
        if not isinstance(found, DeskSocket):
            raise NotConnectedYet
        structlog.contextvars.bind_contextvars(connection_id=found.connection_id)
        return found

    def _author(self, desk: DeskSocket) -> AgentAuthor:
        return AgentAuthor(self._actor(desk))

    def _actor(self, desk: DeskSocket) -> Actor:
        """Who sits at the desk; a line may still be under way when its connection has just ended."""
        try:
            return self._actors[desk.sid]
        except KeyError:
            raise NotConnectedYet from None

    def _require_agent(self, actor: Actor) -> None:
        """Those who do not serve customers have no desk."""

        def load(reading: Transaction) -> None:
            reading.get(Agent, actor.account_id)
            entitlements.of_agent(reading, actor.account_id)

        self._parts.calls.read(actor.company_id, load)


def done(data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The acknowledgement of what was done."""
    return {"ok": True} if data is None else {"ok": True, "data": data}
