"""Real threads for what would hold up every greenlet: drivers that do not yield, and slow arithmetic."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")


class RealThreads:
    """A few real threads that greenlets wait for without holding up the others.

    Not `needed` (no gevent here): the caller's own thread does it.
    """

    def __init__(self, size: int, *, needed: bool) -> None:
        self._size = size
        self._needed = needed
        self._pool: Any = None
        self._making = threading.Lock()

    def run(self, function: Callable[[], Result]) -> Result:
        """What `function` returns or raises, when one of the threads has run it."""
        if not self._needed:
            return function()
        context = contextvars.copy_context()
        result, error = self._threads().apply(context.run, (_caught, function))
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    def _threads(self) -> Any:
        # Made at the first call: a pool belongs to the hub of the process that uses it.
        with self._making:
            if self._pool is None:
                from gevent.threadpool import ThreadPool

                self._pool = ThreadPool(self._size)
        return self._pool


def _caught(function: Callable[[], Result]) -> tuple[Result | None, BaseException | None]:
    """An error as a value: gevent would print every one that leaves a thread."""
    try:
        return function(), None
    except BaseException as error:  # noqa: BLE001 - raised again where the caller waits
        return None, error
