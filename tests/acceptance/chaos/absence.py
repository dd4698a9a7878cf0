"""A process that stays away, or stands still, for as long as a test says."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from tests.running import RunningGuichet

_TICK_S = 0.02


@contextmanager
def away(guichet: RunningGuichet, name: str) -> Iterator[None]:
    """Kills the child `name` with -9, and every successor of it, until the block ends."""
    back = threading.Event()

    def keep_away() -> None:
        while not back.wait(_TICK_S):
            with suppress(ProcessLookupError, KeyError):
                guichet.kill(name)

    guichet.kill(name)
    killing = threading.Thread(target=keep_away, daemon=True)
    killing.start()
    try:
        yield
    finally:
        back.set()
        killing.join()


@contextmanager
def standing_still(guichet: RunningGuichet, name: str) -> Iterator[None]:
    """Stops the child `name` and its own children in their tracks until the block ends."""
    family = [psutil.Process(guichet.pids()[name])]
    family += family[0].children(recursive=True)
    for process in family:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in family:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGCONT)
