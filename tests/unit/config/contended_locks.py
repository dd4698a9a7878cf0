"""A gevent process whose real threads and greenlets want the same lock: `lock`, `rlock` or `condition`.

Prints how often each got it, once all are through. Run as a process of its own, because it patches.
"""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

from config import gevent_locks

gevent_locks.mend()

import os
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import gevent
from gevent.threadpool import ThreadPool

THREADS, GREENLETS, TIMES = 5, 3, 400
#: A call that lets other threads run while the lock is held, as the database's driver does.
hold = monkey.get_original("time", "sleep")
KINDS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "lock": threading.Lock,
    "rlock": threading.RLock,
    "condition": threading.Condition,
}


def main(kind: str) -> None:
    """All of them take it by turns; returns when the last one is through."""
    guard = KINDS[kind]()
    taken = dict.fromkeys(range(THREADS + GREENLETS), 0)

    def in_thread(who: int) -> None:
        for _ in range(TIMES):
            with guard:
                taken[who] += 1
                hold(0.000_05)

    def in_greenlet(who: int) -> None:
        for _ in range(TIMES):
            with guard:
                taken[who] += 1
            gevent.sleep(0)

    pool = ThreadPool(THREADS)
    workers = [pool.spawn(in_thread, who) for who in range(THREADS)]
    workers += [gevent.spawn(in_greenlet, THREADS + who) for who in range(GREENLETS)]
    for worker in workers:
        worker.get()
    print(sorted(set(taken.values())), flush=True)
    # The pool's threads would be waited for.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
