"""One browser's line of numbered pushes.

Pushes are numbered when they are emitted. While a snapshot is being read they are held and follow it,
so that nothing falls between: what happened before the snapshot was read is in it, and versions make
a push that repeats it harmless.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import msgspec

from webui.live.messages.envelope import Envelope
from webui.live.wire_name import wire_name

Emit = Callable[[str, Any], None]


class Outlet:
    """Emits to one browser; `emit` must not block."""

    def __init__(self, emit: Emit, sent: Callable[[str], None]) -> None:
        self._emit = emit
        self._sent = sent
        self._number = 0
        self._held: list[Any] = []
        self._snapshots = 0
        self._lock = threading.RLock()

    @property
    def holding(self) -> bool:
        """Whether a snapshot is on its way and pushes wait for it."""
        return self._snapshots > 0

    def hold(self) -> None:
        """A snapshot begins to be read."""
        with self._lock:
            self._snapshots += 1

    def release(self, snapshot: Any | None) -> None:
        """The snapshot was read (None: it failed); it goes out, and what was held follows."""
        with self._lock:
            if snapshot is not None:
                data = msgspec.to_builtins(snapshot)
                self._emit("snapshot", {"number": self._number, "data": data})
            self._snapshots -= 1
            if not self.holding:
                held, self._held = self._held, []
                for message in held:
                    self._send(message)

    def push(self, message: Any) -> None:
        """Emit a message with the next number, or hold it."""
        with self._lock:
            if self.holding:
                self._held.append(message)
            else:
                self._send(message)

    def _send(self, message: Any) -> None:
        self._number += 1
        name = wire_name(type(message).__name__)
        self._emit("push", msgspec.to_builtins(Envelope(self._number, name, message)))
        self._sent(name)
