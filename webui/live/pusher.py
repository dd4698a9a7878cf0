"""The one place that turns events into pushes.

Events only mark what has changed; one loop then loads the present rows once and pushes to each browser
what it may see. What happens while it loads is pushed in the next round, so a burst costs few rounds.
Counters and places in line follow at their own pace.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from routing.errors import RoutingError
from routing.transaction import Transaction
from webui.database_calls import DatabaseCalls
from webui.live import customer_pushes, desk_pushes
from webui.live.changes import Changes
from webui.live.coalesced import COALESCED, Coalesced, emit
from webui.live.sockets import CustomerSocket, DeskSocket, Socket, Sockets
from webui.metrics import Metrics

# Seconds that a round waits for the rest of a transaction's events, which come together.
GATHERING = 0.003
# Seconds before a round that the database refused is tried again.
PAUSE = 0.25
log = structlog.get_logger(__name__)

Pushes = list[tuple[Any, Any]]


class Pusher:
    """Gathers events and pushes; `begin_anew` sends a browser a new snapshot in the background."""

    def __init__(
        self,
        calls: DatabaseCalls,
        sockets: Sockets,
        metrics: Metrics,
        begin_anew: Callable[[Socket], None],
    ) -> None:
        self._calls = calls
        self._sockets = sockets
        self._metrics = metrics
        self._begin_anew = begin_anew
        self._changes: dict[str, Changes] = {}
        self._coalesced = Coalesced(calls, sockets)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="pusher", daemon=True)

    def start(self) -> None:
        """Begin to push in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Push nothing more."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout=5)

    def heard(self, event: Mapping[str, Any]) -> None:
        """An event was committed; returns at once."""
        with self._lock:
            self._changes.setdefault(event["company_id"], Changes()).add(event)
        self._wake.set()

    def conversation_grew(self, company_id: str, session_id: str) -> None:
        """Some browser may lack lines of this session; returns at once."""
        with self._lock:
            self._changes.setdefault(company_id, Changes()).conversations.add(session_id)
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            if self._wake.wait(COALESCED):
                time.sleep(GATHERING)
            self._wake.clear()
            try:
                self._round()
            except Exception:
                log.exception("push.failed")
                time.sleep(PAUSE)

    def _round(self) -> None:
        """Push what has gathered; the first error is raised when every company has had its turn."""
        steps: list[Callable[[], None]] = [
            partial(self._push_company, company_id) for company_id in list(self._changes)
        ]
        failed: Exception | None = None
        for step in [*steps, self._coalesced.push]:
            try:
                step()
            except Exception as error:  # noqa: BLE001 - raised below
                failed = failed or error
        if failed is not None:
            raise failed

    def _push_company(self, company_id: str) -> None:
        with self._lock:
            changes = self._changes.pop(company_id)
        try:
            self._push_changes(company_id, changes)
        except (SQLAlchemyError, RoutingError):
            self._put_back(company_id, changes)
            raise
        except Exception:
            self._begin_all_anew(company_id)
            raise

    def _put_back(self, company_id: str, changes: Changes) -> None:
        with self._lock:
            self._changes.setdefault(company_id, Changes()).merge(changes)
        self._wake.set()

    def _begin_all_anew(self, company_id: str) -> None:
        """These changes cannot be pushed, and trying again would hold up all that follow."""
        for browser in self._sockets.all():
            if browser.company_id == company_id:
                self._begin_anew(browser)

    def _push_changes(self, company_id: str, changes: Changes) -> None:
        # Whoever connects from here on gets these changes in their snapshot.
        desks, customers = self._sockets.desks(company_id), self._sockets.customers(company_id)
        if not desks and not customers:
            return
        if changes.entitlements:
            for desk in desks:
                self._begin_anew(desk)

        self._push_to_desks(company_id, changes, desks)
        told = self._push_to_customers(company_id, changes, customers)
        self._push_conversations(company_id, changes.conversations | told.begun, desks, customers)
        if changes.requests or changes.agents:
            self._coalesced.moved(company_id, told.lines)

    def _push_to_desks(self, company_id: str, changes: Changes, desks: list[DeskSocket]) -> None:
        """Desks come first: an alert must ring before anything else is told."""
        if desks:
            pushes = self._calls.read(
                company_id, lambda reading: desk_pushes.desk_pushes(reading, changes, desks)
            )
            emit(pushes)
            self._metrics.push_seconds.observe(time.monotonic() - changes.since)

    def _push_to_customers(
        self, company_id: str, changes: Changes, customers: list[CustomerSocket]
    ) -> customer_pushes.CustomerChanges:
        if not changes.requests and not changes.marks:
            return customer_pushes.CustomerChanges()
        told = self._calls.read(
            company_id,
            lambda reading: customer_pushes.customer_changes(reading, changes, customers),
        )
        emit(told.pushes)
        return told

    def _push_conversations(
        self,
        company_id: str,
        session_ids: set[str],
        desks: list[DeskSocket],
        customers: list[CustomerSocket],
    ) -> None:
        for session_id in session_ids:

            def load(reading: Transaction, session_id: str = session_id) -> tuple[Pushes, bool]:
                of_desks, more = desk_pushes.line_pushes(reading, session_id, desks)
                of_customers, still = customer_pushes.line_pushes(reading, session_id, customers)
                return [*of_desks, *of_customers], more or still

            pushes, more = self._calls.read(company_id, load)
            emit(pushes)
            if more:
                self.conversation_grew(company_id, session_id)
