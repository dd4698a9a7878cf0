"""What events say has changed, gathered until it is pushed: thin, each thing once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Changes:
    """The subjects of one company's events since the last push.

    `conversations` are sessions with new lines, `marks` sessions in which somebody received or read;
    `withdrawn` says of offers that were taken away why, as their event does; `entitlements` is set
    when who serves what has changed. `since` is when the first event came (monotonic seconds).
    """

    requests: set[str] = field(default_factory=set)
    offers: set[str] = field(default_factory=set)
    withdrawn: dict[str, str] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    conversations: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    entitlements: bool = False
    since: float = field(default_factory=time.monotonic)

    def add(self, event: Mapping[str, Any]) -> None:
        """Note what one event is about; names this version does not know are about nothing."""
        subject, _, _ = str(event["name"]).partition(".")
        noted = _NOTES.get(subject)
        if noted is not None:
            noted(self, event)

    def merge(self, earlier: Changes) -> None:
        """Take over changes that could not be pushed."""
        self.requests |= earlier.requests
        self.offers |= earlier.offers
        self.withdrawn = earlier.withdrawn | self.withdrawn
        self.sessions |= earlier.sessions
        self.conversations |= earlier.conversations
        self.marks |= earlier.marks
        self.agents |= earlier.agents
        self.entitlements |= earlier.entitlements
        self.since = min(self.since, earlier.since)


def _request(changes: Changes, event: Mapping[str, Any]) -> None:
    changes.requests.add(event["request_id"])


def _offer(changes: Changes, event: Mapping[str, Any]) -> None:
    data = event["data"]
    changes.offers.add(data["offer_id"])
    if "why" in data:
        changes.withdrawn[data["offer_id"]] = data["why"]


def _session(changes: Changes, event: Mapping[str, Any]) -> None:
    changes.sessions.add(event["session_id"])
    changes.requests.add(event["request_id"])


def _chat(changes: Changes, event: Mapping[str, Any]) -> None:
    wanted = changes.marks if event["name"] == "chat.marked" else changes.conversations
    wanted.add(event["session_id"])


def _agent(changes: Changes, event: Mapping[str, Any]) -> None:
    changes.agents.add(event["agent_id"])


def _queue(changes: Changes, _event: Mapping[str, Any]) -> None:
    changes.entitlements = True


_NOTES = {
    "request": _request,
    "offer": _offer,
    "session": _session,
    "survey": _session,
    "chat": _chat,
    "agent": _agent,
    "queue": _queue,
}
