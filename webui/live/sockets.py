"""The browsers connected to this process, and what is known of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from routing.actions.entitlements import Entitlements
from webui.live.messages.customer import (
    CustomerLine,
    CustomerPlace,
    CustomerSnapshot,
    CustomerState,
)
from webui.live.messages.desk import (
    ChatLineRow,
    DeskCounters,
    DeskSnapshot,
    RequestGone,
    RequestRow,
)
from webui.live.outlet import Outlet
from webui.signing import BrowserKey

NOBODY = Entitlements(frozenset(), frozenset(), frozenset())


@dataclass(eq=False)
class Socket:
    """One browser connection.

    `is_there` tells whether the browser still holds the line. `connection_id` is its row in the
    database, in the name of the web process `process_id`; None before it is written. Whoever writes
    it holds `writing`.
    """

    sid: str
    company_id: str
    outlet: Outlet
    is_there: Callable[[], bool]
    connection_id: str | None = field(default=None, kw_only=True)
    process_id: str | None = field(default=None, kw_only=True)
    writing: threading.Lock = field(default_factory=threading.Lock, kw_only=True, repr=False)


@dataclass(eq=False)
class DeskSocket(Socket):
    """One tab of an agent's desk.

    `shown` are the requests on the page; `lines` the last line pushed of each session; `unread` the
    sessions whose lines came while a snapshot was on its way; `browser` what its cookie says.
    """

    agent_id: str = ""
    browser: BrowserKey | None = None
    entitled: Entitlements = NOBODY
    shown: set[str] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    counters: DeskCounters | None = None

    def shows(self, request_id: str) -> bool:
        """Whether the page may show this request; while a snapshot is on its way it may show any."""
        return self.outlet.holding or request_id in self.shown

    def push(self, message: Any) -> None:
        """Push a message and remember what the page then shows."""
        if isinstance(message, RequestRow):
            self.shown.add(message.id)
        elif isinstance(message, RequestGone):
            self.shown.discard(message.request_id)
        elif isinstance(message, ChatLineRow):
            self.lines[message.session_id] = message.number
        elif isinstance(message, DeskCounters):
            self.counters = message
        self.outlet.push(message)

    def begin(self, snapshot: DeskSnapshot) -> None:
        """The page shows `snapshot` from now on, and what was pushed while it was read."""
        self.shown |= {request.id for request in snapshot.requests}
        self.lines = {session.id: session.last_line for session in snapshot.sessions}
        self.counters = snapshot.counters


@dataclass(eq=False)
class CustomerSocket(Socket):
    """One tab of a customer's page; `agent_id` is who serves them now."""

    request_id: str = ""
    session_id: str | None = None
    agent_id: str | None = None
    last_line: int = 0
    unread: bool = False
    place: CustomerPlace | None = None

    def push(self, message: Any) -> None:
        """Push a message and remember what the page then shows."""
        if isinstance(message, CustomerLine):
            self.last_line = message.number
        elif isinstance(message, CustomerPlace):
            self.place = message
        elif isinstance(message, CustomerState):
            self.place = message.place
        self.outlet.push(message)

    def meet(self, session_id: str, agent_id: str) -> bool:
        """The customer is in this session; whether that is news.

        Who read earlier may tell it later: sessions only follow each other, and their ids grow with
        time.
        """
        if self.session_id is not None and session_id < self.session_id:
            return False
        begun = session_id != self.session_id
        self.session_id, self.agent_id = session_id, agent_id
        return begun

    def begin(self, snapshot: CustomerSnapshot) -> None:
        """The page shows `snapshot` from now on."""
        self.place = snapshot.state.place
        self.last_line = snapshot.lines[-1].number if snapshot.lines else 0


class Sockets:
    """All of them, found by connection and by whom they belong to."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Socket] = {}
        self._lock = threading.Lock()

    def add(self, one: Socket) -> None:
        """A browser is connected."""
        with self._lock:
            self._by_sid[one.sid] = one

    def remove(self, sid: str) -> Socket | None:
        """A browser is gone; what it was."""
        with self._lock:
            return self._by_sid.pop(sid, None)

    def get(self, sid: str) -> Socket | None:
        """The browser with this connection."""
        return self._by_sid.get(sid)

    def all(self) -> list[Socket]:
        """Every browser."""
        with self._lock:
            return list(self._by_sid.values())

    def count(self, kind: type[Socket]) -> int:
        """How many browsers of one kind there are."""
        return sum(isinstance(one, kind) for one in self.all())

    def companies(self) -> set[str]:
        """The companies somebody of whom is connected."""
        return {one.company_id for one in self.all()}

    def desks(self, company_id: str) -> list[DeskSocket]:
        """The desks of one company."""
        return [one for one in self._of(company_id) if isinstance(one, DeskSocket)]

    def customers(self, company_id: str) -> list[CustomerSocket]:
        """The customers of one company."""
        return [one for one in self._of(company_id) if isinstance(one, CustomerSocket)]

    def _of(self, company_id: str) -> Iterable[Socket]:
        return (one for one in self.all() if one.company_id == company_id)
