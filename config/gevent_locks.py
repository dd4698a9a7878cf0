"""Makes gevent's locks safe between real threads.

Under gevent a web process also has real threads: those of the database (`webui.real_threads`). What
they share with the rest of the process (a logging handler, SQLAlchemy's own mutexes, Python's import
locks) is guarded by locks that gevent has put in place of Python's, and a gevent lock loses the
wake-up of a thread that waits for one another thread holds: both sleep for ever, in gevent 26.9 as in
the years before. A thread that sleeps so inside a transaction keeps every other writer out.

So nobody here trusts a wake-up alone: a real thread asks again every few milliseconds, and a greenlet,
which is still woken at once by other greenlets, asks again after a while of silence.
"""

from __future__ import annotations

from collections.abc import Callable

from gevent import monkey
from gevent.lock import BoundedSemaphore
from gevent.thread import LockType

#: Seconds between two attempts: the first, and the longest.
_THREAD_PAUSES = (0.000_2, 0.01)
_GREENLET_PAUSES = (0.01, 0.1)

Acquire = Callable[..., bool]


def mend() -> None:
    """Call it once in the main thread, after `monkey.patch_all()` and before anything is imported."""
    LockType.acquire = _patient(LockType.acquire)


def _patient(woken: Acquire) -> Acquire:
    """`acquire` with the same signature, which asks again by itself; `woken` is gevent's own."""
    get_ident = monkey.get_original("_thread", "get_ident")
    sleep, now = monkey.get_original("time", "sleep"), monkey.get_original("time", "monotonic")
    greenlets_thread = get_ident()

    def acquire(lock: LockType, blocking: bool = True, timeout: float | None = -1) -> bool:
        if BoundedSemaphore.acquire(lock, False):
            return True
        if timeout == -1:
            timeout = None
        if not blocking or (timeout is not None and not 0 <= timeout <= LockType._TIMEOUT_MAX):
            # An attempt, or an error that gevent knows how to name.
            return woken(lock, blocking, -1 if timeout is None else timeout)
        limit = None if timeout is None else now() + timeout
        in_greenlet = get_ident() == greenlets_thread
        pause, longest = _GREENLET_PAUSES if in_greenlet else _THREAD_PAUSES
        while True:
            slice_s = pause if limit is None else min(pause, limit - now())
            if slice_s <= 0:
                return False
            if in_greenlet:
                if woken(lock, True, slice_s):
                    return True
            else:
                sleep(slice_s)
                if BoundedSemaphore.acquire(lock, False):
                    return True
            pause = min(2 * pause, longest)

    return acquire
