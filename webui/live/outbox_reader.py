"""While the broker is away, this process reads what others commit in the outbox instead of hearing it.

Workers go on without the broker: an alert whose time is over rings at the next agent. Web processes hear
of it by the broker's events alone, so they look for those that were not published, twice a second.
While events come by the broker nothing is read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Set
from typing import Any

import structlog

from routing.scope import ALL_COMPANIES
from routing.unpublished import unpublished
from webui.database_calls import DatabaseCalls

# Seconds between two readings, and before the first: a connection that is mended meanwhile, or is being
# made at the start, needs none.
INTERVAL = 0.5
log = structlog.get_logger(__name__)


class OutboxReader:
    """Reads from the start and from `lost` on until `back`.

    `found` gets each event once an outage. `missed` is called when an outage begins: what the broker had
    taken, and took with it, is in no outbox any more.
    """

    def __init__(
        self,
        calls: DatabaseCalls,
        found: Callable[[Mapping[str, Any]], None],
        missed: Callable[[], None],
    ) -> None:
        self._calls = calls
        self._found = found
        self._missed = missed
        self._deaf = threading.Event()
        self._stopping = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="outbox-reader", daemon=True)

    def start(self) -> None:
        """Begin in the background, deaf until `back` is called."""
        self._deaf.set()
        self._thread.start()

    def stop(self) -> None:
        """Read nothing more."""
        self._stopping.set()
        self._deaf.set()
        self._thread.join(timeout=5)

    def lost(self) -> None:
        """The broker brings no events any more; returns at once."""
        self._deaf.set()

    def back(self) -> None:
        """The broker brings events again; returns at once."""
        self._deaf.clear()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._deaf.wait()
            if self._still_deaf():
                self._missed()
                self._read_until_back()

    def _still_deaf(self) -> bool:
        return not self._stopping.wait(INTERVAL) and self._deaf.is_set()

    def _read_until_back(self) -> None:
        known = self._read(frozenset())
        while self._still_deaf():
            known = self._read(known)

    def _read(self, known: Set[str]) -> Set[str]:
        """Hand over what is new since `known`; what is known then."""
        try:
            read = self._calls.read(ALL_COMPANIES, lambda reading: unpublished(reading, known))
        except Exception as error:
            # Read again in a moment; with its traceback once, not twice a second.
            log.warning("outbox.not_read", reason=str(error), exc_info=not self._failing)
            self._failing = True
            return known
        self._failing = False
        for event in read.events:
            self._hand_over(event)
        return read.known

    def _hand_over(self, event: Mapping[str, Any]) -> None:
        # One that cannot be understood must not keep back the others.
        try:
            self._found(event)
        except Exception:
            log.exception("outbox.event_failed", name=event.get("name"))
