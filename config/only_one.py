"""At most one `guichet up` in one var folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another `guichet up` runs from the same folder; the message names its process."""


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Holds `lock` while the block runs; the kernel lets go of it however the process ends.

    Raises AlreadyRunningError when another process holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunningError(f"already running as process {file.read()}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
