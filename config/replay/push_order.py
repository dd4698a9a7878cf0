"""Pushes put back into their order: they are numbered from 1 on each connection. Pure.

The client library handles each message in a thread of its own, so that neighbours may change places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Messages that change places do so within milliseconds; a gap open for longer is a loss (s).
GAP_LIMIT_S = 2.0


@dataclass
class PushOrder:
    """The pushes of one connection. `through` is the last one handed on; later ones wait their turn."""

    through: int = 0
    _early: dict[int, Any] = field(default_factory=dict)
    _gap_since: float | None = None

    def push(self, number: int, message: Any, at: float) -> list[Any]:
        """What can be handed on now that push `number` came, at `at` seconds of any steady clock."""
        if number > self.through:
            self._early[number] = message
        return self._ready(at)

    def snapshot(self, number: int, message: Any, at: float) -> list[Any]:
        """The same for a snapshot, which includes everything up to push `number`.

        One that comes after later pushes have been handed on is old, and handed on no more.
        """
        if number < self.through:
            return []
        self.through = number
        self._early = {one: kept for one, kept in self._early.items() if one > number}
        return [message, *self._ready(at)]

    def is_missing_some(self, at: float) -> bool:
        """Whether a gap has been open too long; asked again, it must stay open as long again."""
        if self._gap_since is None or at - self._gap_since < GAP_LIMIT_S:
            return False
        self._gap_since = at
        return True

    def _ready(self, at: float) -> list[Any]:
        ready = []
        while self.through + 1 in self._early:
            self.through += 1
            ready.append(self._early.pop(self.through))
        if not self._early:
            self._gap_since = None
        elif self._gap_since is None or ready:
            self._gap_since = at
        return ready
