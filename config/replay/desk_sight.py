"""What an agent sees on their desk, kept from snapshots and pushes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

#: An agent idle for this long (s) answers a row that has waited as long from the list: its alert was
#: missed while a connection was lost. Matching a freed agent takes a fraction of a second.
MISSED_S = 8.0

#: A request that leaves the list for one of these states is about to show as a session.
BECOMES_SESSION = frozenset({"accepted", "in_session"})


@dataclass(frozen=True)
class Alert:
    """A ringing offer; `question` tells whose run it belongs to."""

    offer_id: str
    request_id: str
    question: str


@dataclass(frozen=True)
class Talk:
    """A session of the agent's that has not ended."""

    session_id: str
    request_id: str
    question: str


@dataclass
class _Row:
    question: str
    version: int
    waits_since: float | None


class DeskSight:
    """The ringing alerts, the waiting rows and the agent's sessions; every change wakes who waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._alerts: dict[str, Alert] = {}
        self._answered_alerts: set[str] = set()
        self._talks: dict[str, Talk] = {}
        self._ended: set[str] = set()
        self._rows: dict[str, _Row] = {}
        self._promised: set[str] = set()
        self._snapshots = 0

    def told(self, kind: str, data: Any) -> None:
        """A snapshot or a push of the live connection."""
        with self._changed:
            self._take(kind, data)
            self._changed.notify_all()

    def wait_connected(self, seconds: float) -> bool:
        """Whether a snapshot has come, waiting `seconds` at most."""
        with self._changed:
            return self._changed.wait_for(lambda: self._snapshots > 0, seconds)

    def wait_something(self, seconds: float, known: set[str]) -> None:
        """Return when there is an alert, or a session beyond those `known`; after `seconds` in any case."""
        with self._changed:
            self._changed.wait_for(lambda: self._alerts or self._talks.keys() - known, seconds)

    def take_alert(self) -> Alert | None:
        """The oldest ringing alert, taken off: it is answered once."""
        with self._changed:
            if not self._alerts:
                return None
            alert = self._alerts.pop(next(iter(self._alerts)))
            self._answered_alerts.add(alert.offer_id)
            return alert

    def talks(self) -> list[Talk]:
        """The sessions that have not ended."""
        with self._changed:
            return list(self._talks.values())

    def ended(self, session_id: str) -> None:
        """The agent has ended this one; what is still on its way about it is old."""
        with self._changed:
            self._ended.add(session_id)
            self._talks.pop(session_id, None)

    def promised(self, request_id: str) -> None:
        """The agent has said yes without room: the request stands in their own line, a session is to come."""
        with self._changed:
            if all(talk.request_id != request_id for talk in self._talks.values()):
                self._promised.add(request_id)

    def has_own_line(self) -> bool:
        """Whether somebody stands in the agent's own line."""
        with self._changed:
            return bool(self._promised)

    def missed_row(self) -> Alert | None:
        """A row that has waited long with nothing ringing for it, taken off (`offer_id` is empty)."""
        limit = time.monotonic() - MISSED_S
        with self._changed:
            for request_id, row in self._rows.items():
                if row.waits_since is not None and row.waits_since < limit:
                    # Its clock starts anew: should the answer fail, it is tried again later.
                    row.waits_since = time.monotonic()
                    return Alert("", request_id, row.question)
        return None

    def _take(self, kind: str, data: Any) -> None:
        match kind:
            case "snapshot":
                self._take_snapshot(data)
            case "offer_row":
                self._take_offer(data)
            case "offer_closed":
                self._alerts.pop(data["offer_id"], None)
            case "session_row":
                self._take_session(data)
            case "request_row":
                self._take_request(data)
            case "request_gone":
                self._take_gone(data)

    def _take_snapshot(self, snapshot: Any) -> None:
        self._snapshots += 1
        self._alerts.clear()
        self._talks.clear()
        old, self._rows = self._rows, {}
        self._promised &= {row["id"] for row in snapshot["requests"] if row["mine"]}
        for row in snapshot["requests"]:
            self._take_request(row, old.get(row["id"]))
        for row in snapshot["offers"]:
            self._take_offer(row)
        for row in snapshot["sessions"]:
            self._take_session(row)

    def _take_offer(self, row: Any) -> None:
        if row["state"] == "ringing" and row["id"] not in self._answered_alerts:
            request = row["request"]
            self._alerts[row["id"]] = Alert(row["id"], request["id"], request["question"])

    def _take_session(self, row: Any) -> None:
        if row["state"] == "ended" or row["id"] in self._ended:
            self._talks.pop(row["id"], None)
        else:
            request = row["request"]
            self._talks[row["id"]] = Talk(row["id"], request["id"], request["question"])
            self._promised.discard(request["id"])

    def _take_gone(self, gone: Any) -> None:
        self._rows.pop(gone["request_id"], None)
        if gone["reason"] not in BECOMES_SESSION:
            self._promised.discard(gone["request_id"])

    def _take_request(self, row: Any, known: _Row | None = None) -> None:
        known = known or self._rows.get(row["id"])
        if known is not None and known.version > row["version"]:
            return
        waits = row["state"] == "waiting"
        since = known.waits_since if known is not None else None
        self._rows[row["id"]] = _Row(
            row["question"], row["version"], (since or time.monotonic()) if waits else None
        )
