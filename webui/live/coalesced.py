"""Counters and places in line: they change with everything, so they follow a few times a second."""

from __future__ import annotations

import time
from typing import Any

from routing.expected_wait import Line
from webui.database_calls import DatabaseCalls
from webui.live import customer_pushes, desk_pushes
from webui.live.sockets import Sockets

# Seconds between two rounds: people read no faster.
COALESCED = 0.25
# Seconds after which everybody's expected wait is reckoned anew, as it changes by itself.
PLACES_ANEW = 5.0


class Coalesced:
    """Remembers where counters and places may have moved, and pushes those that did."""

    def __init__(self, calls: DatabaseCalls, sockets: Sockets) -> None:
        self._calls = calls
        self._sockets = sockets
        self._counters: set[str] = set()
        # None: in every line somebody stands in.
        self._lines: dict[str, set[Line] | None] = {}
        self._pushed_at = 0.0
        self._places_at = 0.0

    def moved(self, company_id: str, lines: set[Line]) -> None:
        """Requests came or went in these lines."""
        self._counters.add(company_id)
        known = self._lines.get(company_id, set())
        self._lines[company_id] = None if known is None else known | lines

    def push(self) -> None:
        """Push what has moved, unless the last round was a moment ago.

        A company that fails keeps what it is owed and holds up no other; the first error is raised
        when all have had their turn.
        """
        now = time.monotonic()
        if now - self._pushed_at < COALESCED:
            return
        self._pushed_at = now
        if now - self._places_at >= PLACES_ANEW:
            self._places_at = now
            self._lines = dict.fromkeys(self._sockets.companies())
        failed: Exception | None = None
        for company_id in {*self._counters, *self._lines}:
            try:
                self._push_company(company_id)
            except Exception as error:  # noqa: BLE001 - raised below
                failed = failed or error
        if failed is not None:
            raise failed

    def _push_company(self, company_id: str) -> None:
        if company_id in self._counters:
            self._push_counters(company_id)
            self._counters.discard(company_id)
        if company_id in self._lines:
            self._push_places(company_id, self._lines[company_id])
            del self._lines[company_id]

    def _push_counters(self, company_id: str) -> None:
        desks = self._sockets.desks(company_id)
        if desks:
            emit(
                self._calls.read(
                    company_id, lambda reading: desk_pushes.counter_pushes(reading, desks)
                )
            )

    def _push_places(self, company_id: str, lines: set[Line] | None) -> None:
        customers = self._sockets.customers(company_id)
        if customers and lines != set():
            emit(
                self._calls.read(
                    company_id,
                    lambda reading: customer_pushes.place_pushes(reading, customers, lines),
                )
            )


def emit(pushes: Any) -> None:
    """Push each message to its browser."""
    for browser, message in pushes:
        browser.push(message)
