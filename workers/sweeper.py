"""Sweeps: what is done every second in case the message that should have caused it was lost.

They live in threads of the routing worker, not in beat's schedule, because they must go on when
beat or the broker is down: then, more than ever, deadlines depend on them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

#: Seconds between sweeps; what a lost message costs at most.
INTERVAL = 1.0
#: Seconds a sweep under way may take to end when the process stops.
_LAST_SWEEP = 5.0


class Sweeper:
    """Calls `sweep` again and again in a thread of its own until stopped."""

    def __init__(self, name: str, sweep: Callable[[], object], interval: float = INTERVAL) -> None:
        self._name = name
        self._sweep = sweep
        self._interval = interval
        self._failing = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"sweep-{name}", daemon=True)

    def start(self) -> None:
        """Begins to sweep; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ends; waits for a sweep under way."""
        self._stopping.set()
        self._thread.join(_LAST_SWEEP)

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
            try:
                self._sweep()
            except Exception as error:  # noqa: BLE001 - swept again in a moment
                self._tell(error)
            else:
                self._failing = False

    def _tell(self, error: Exception) -> None:
        # With its traceback once, not every second of an outage.
        log.warning("sweep failed", sweep=self._name, reason=str(error), exc_info=not self._failing)
        self._failing = True
