"""Waking the supervisor at once when a child ends or somebody asks it to stop."""

import contextlib
import select
import signal
import socket
from types import FrameType

_ASKS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopSignals:
    """Turns signals into something to wait for; made in the main thread."""

    def __init__(self) -> None:
        self.asked = False
        """Whether SIGINT, SIGTERM or SIGHUP has come."""
        self.asked_again = False
        """Whether one came while we were already stopping: no more patience."""
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in _ASKS_TO_STOP:
            signal.signal(number, self._note)

    def wait(self, seconds: float) -> None:
        """Returns after `seconds`, or as soon as any watched signal has come."""
        if select.select([self._reading], [], [], seconds)[0]:
            self._reading.recv(4096)

    def wake(self) -> None:
        """Has `wait` return at once; for other threads."""
        with contextlib.suppress(BlockingIOError):
            self._writing.send(b"\0")

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_again = self.asked
        self.asked = True
