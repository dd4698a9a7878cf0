"""Folding: triggers that come while their subject is worked on cause one more run, not many."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Folding:
    """At most one run for each key at a time, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        #: The keys that run now, and whether they were triggered again meanwhile.
        self._running: dict[str, bool] = {}

    def run(self, key: str, work: Callable[[], object]) -> None:
        """Runs `work`; while it runs elsewhere for `key`, only has it run there once more.

        A folded trigger may be acknowledged at once: the run it is folded into has a message of its
        own, which comes back if that run is cut short. Whatever `work` raises passes through.
        """
        if not self._begin(key):
            return
        try:
            work()
            while self._goes_on(key):
                work()
        except BaseException:
            self._end(key)
            raise

    def _begin(self, key: str) -> bool:
        with self._lock:
            first = key not in self._running
            self._running[key] = not first
            return first

    def _goes_on(self, key: str) -> bool:
        with self._lock:
            if self._running[key]:
                self._running[key] = False
                return True
            del self._running[key]
            return False

    def _end(self, key: str) -> None:
        with self._lock:
            del self._running[key]
