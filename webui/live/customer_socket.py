"""The namespace /customer: a customer's page connects with its token, and what it sends."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from flask import request
from flask_socketio import ConnectionRefusedError, SocketIO
from pydantic import Field

from routing.actions import chat
from routing.actions.chat import CustomerAuthor, NewLine
from routing.actions.intake import require_request
from routing.errors import InvalidToken
from routing.transaction import Transaction
from webui.api.models import In, LinesIn
from webui.live.conversation import lines_between
from webui.live.customer_views import customer_line, customer_session
from webui.live.desk_socket import MOST_LINES, done
from webui.live.outlet import Outlet
from webui.live.socket_server import emitter, is_connected
from webui.live.sockets import CustomerSocket
from webui.problems import problem_of
from webui.refusals import NotConnectedYet
from webui.services import Services
from webui.signing import CustomerKey

NAMESPACE = "/customer"


class CustomerMarksIn(In):
    """How far the customer has received and read."""

    delivered: int = Field(ge=0)
    read: int = Field(ge=0)


class CustomerLinesAfterIn(In):
    """Which lines are asked for."""

    after: int = Field(ge=0)


class CustomerNamespace:
    """What customers' pages may do; every answer is an acknowledgement `{ok, data | problem}`."""

    def __init__(self, server: SocketIO, parts: Services) -> None:
        self._server = server
        self._parts = parts
        self._accepted: dict[str, CustomerSocket] = {}

    def register(self) -> None:
        """Listen to the namespace."""
        for name in ("connect", "disconnect", "lines", "typing", "marks", "lines_after", "resync"):
            self._server.on_event(name, getattr(self, name), namespace=NAMESPACE)

    def connect(self, auth: Any = None) -> None:
        """A customer's page wants to connect: the token says whose."""
        sid = str(request.sid)  # type: ignore[attr-defined]
        try:
            key = self._key(auth)
            self._parts.calls.read(
                key.company_id, lambda reading: require_request(reading, key.request_id)
            )
        except Exception as error:
            # Socket.IO takes any other error for a yes.
            raise ConnectionRefusedError(problem_of(error).code) from error
        emit = emitter(self._server, sid, NAMESPACE)
        outlet = Outlet(emit, lambda name: self._parts.metrics.pushes.labels(name).inc())
        is_there = partial(is_connected, self._server, sid, NAMESPACE)
        self._accepted[sid] = CustomerSocket(
            sid, key.company_id, outlet, is_there, request_id=key.request_id
        )

    def accepted(self, sid: str) -> CustomerSocket | None:
        """The page that has just been accepted."""
        return self._accepted.pop(sid, None)

    def disconnect(self, _reason: str = "") -> None:
        """The page is gone."""
        self._parts.live.connections.closed(str(request.sid))  # type: ignore[attr-defined]

    def lines(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """The customer wrote; the numbers of the lines."""
        customer, given = self._customer(), LinesIn.model_validate(body)
        lines = [NewLine(line.id, line.text) for line in given.lines]
        author = CustomerAuthor(customer.request_id)
        numbers = self._parts.calls.write(
            customer.company_id, lambda tx: chat.write(tx, author, None, lines)
        )
        return done({"numbers": numbers})

    def typing(self, *_nothing: Any) -> dict[str, Any]:
        """The customer is writing."""
        self._parts.live.typing.by_customer(self._customer())
        return done()

    def marks(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """The customer received and read."""
        customer, given = self._customer(), CustomerMarksIn.model_validate(body)
        author = CustomerAuthor(customer.request_id)
        self._parts.calls.write(
            customer.company_id, lambda tx: chat.mark(tx, author, None, given.delivered, given.read)
        )
        return done()

    def lines_after(self, body: Any = None, *_more: Any) -> dict[str, Any]:
        """Lines the page lacks."""
        customer, given = self._customer(), CustomerLinesAfterIn.model_validate(body)

        def load(reading: Transaction) -> list[dict[str, Any]]:
            found = customer_session(reading, customer.request_id)
            if found is None:
                return []
            lines = lines_between(reading, found.session.id, given.after, MOST_LINES)
            return [vars(customer_line(line)) for line in lines]

        return done({"lines": self._parts.calls.read(customer.company_id, load)})

    def resync(self, *_nothing: Any) -> dict[str, Any]:
        """The page missed a push."""
        self._parts.live.snapshots.send(self._customer())
        return done()

    def _key(self, auth: Any) -> CustomerKey:
        token = auth.get("token") if isinstance(auth, dict) else None
        if not isinstance(token, str):
            raise InvalidToken
        return self._parts.signing.read_customer_token(token)

    def _customer(self) -> CustomerSocket:
        found = self._parts.live.sockets.get(str(request.sid))  # type: ignore[attr-defined]
        if not isinstance(found, CustomerSocket):
            raise NotConnectedYet
        structlog.contextvars.bind_contextvars(request_id=found.request_id)
        return found
