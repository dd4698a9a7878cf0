"""Turns at writing to one SQLite file, shared out fairly between processes.

SQLite lets one writer in at a time and leaves the others to look again after ever longer pauses, so
that under load whoever has waited longest waits longest again: ten seconds and more were seen. Here
the threads of a process stand in line for one turn, and the processes ask for it every millisecond.
The kernel ends a dead process's turn. SQLite's own locks still guard the file.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from routing.errors import DatabaseBusy

# Short beside a transaction (some ms), so that no process is asked noticeably less often than others.
_PAUSE_S = 0.001


class Turns:
    """The turns at one SQLite file; `patience` is how long (ms) to wait for one."""

    def __init__(self, database_path: str, patience: int) -> None:
        self._path = f"{database_path}-turn"
        self._patience_s = patience / 1_000
        self._line = threading.Lock()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Hold the turn. Raises `DatabaseBusy` when it does not come in time."""
        limit = time.monotonic() + self._patience_s
        if not self._line.acquire(timeout=self._patience_s):
            raise DatabaseBusy
        try:
            held = self._open()
            try:
                _take(held, limit)
                yield
            finally:
                if held is not None:
                    os.close(held)
        finally:
            self._line.release()

    def _open(self) -> int | None:
        """The side file; None where it cannot be made: the database then says itself what is wrong."""
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None


def _take(held: int | None, limit: float) -> None:
    while held is not None:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > limit:
                raise DatabaseBusy from None
            time.sleep(_PAUSE_S)
        else:
            return
