"""Going through many rows of which some may be beyond help: one that fails holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import TypeVar

from routing.errors import DatabaseBusy, DatabaseReadOnly, Deadlock

log = logging.getLogger(__name__)

Item = TypeVar("Item")


def each(items: Collection[Item], handle: Callable[[Item], object]) -> int:
    """Handle every item; how many there were.

    One that fails is logged, and the first error is raised when all have had their turn. A database
    that serves nobody is raised at once: the others would wait for it one by one.
    """
    failures: list[Exception] = []
    for item in items:
        try:
            handle(item)
        except Exception as error:
            if _is_outage(error):
                raise
            log.warning("not handled, the sweep goes on: %s: %r", item, error)
            failures.append(error)
    if failures:
        raise failures[0]
    return len(items)


def _is_outage(error: Exception) -> bool:
    # A deadlock is DatabaseBusy too, but concerns these rows alone.
    return isinstance(error, (DatabaseBusy, DatabaseReadOnly)) and not isinstance(error, Deadlock)
