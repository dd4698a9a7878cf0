"""What events say may have changed on a company's wallboards, gathered until they are reckoned again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class BoardChanges:
    """The subjects of one company's events since the last round.

    `settings` is set when queues, portals, who serves them, or a wallboard itself changed; `unheard`
    when events may have been lost. `since` is when the first event came (monotonic seconds).
    """

    requests: set[str] = field(default_factory=set)
    agents: bool = False
    settings: bool = False
    unheard: bool = False
    since: float = field(default_factory=time.monotonic)

    def add(self, event: Mapping[str, Any]) -> bool:
        """Note what one event is about; whether it is about anything a wallboard shows."""
        subject, _, _ = str(event["name"]).partition(".")
        if subject in ("request", "session"):
            self.requests.add(event["request_id"])
        elif subject == "agent":
            self.agents = True
        elif subject in ("queue", "wallboard"):
            self.settings = True
        else:
            return False
        return True

    def merge(self, earlier: BoardChanges) -> None:
        """Take over changes that could not be reckoned."""
        self.requests |= earlier.requests
        self.agents |= earlier.agents
        self.settings |= earlier.settings
        self.unheard |= earlier.unheard
        self.since = min(self.since, earlier.since)
