"""The file's clock against the real one: a day of calls in minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass
class Pace:
    """`speed` seconds of the file pass in one real second; its clock starts at `begins` (s after midnight)."""

    speed: float
    begins: float
    _started: float | None = None

    def start(self) -> None:
        """The file's clock stands at `begins` now, and runs."""
        self._started = time.monotonic()

    def real(self, seconds: float) -> float:
        """How many real seconds a duration of the file takes."""
        return seconds / self.speed

    def until(self, moment: float) -> float:
        """Real seconds from now to a moment of the file (0 when it has passed, or none before the start)."""
        if self._started is None:
            return max(0.0, self.real(moment - self.begins))
        return max(0.0, self._started + self.real(moment - self.begins) - time.monotonic())

    def now(self) -> float:
        """The moment of the file it is now (s after midnight)."""
        if self._started is None:
            return self.begins
        return self.begins + (time.monotonic() - self._started) * self.speed
