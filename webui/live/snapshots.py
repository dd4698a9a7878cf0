"""Snapshots: everything a browser shows, sent when it connects and whenever it may have missed something."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence

import structlog

from routing.actions import entitlements
from routing.tables import Agent, Request
from routing.transaction import Transaction
from webui.database_calls import DatabaseCalls
from webui.live.customer_views import CustomerSession, customer_session, customer_snapshot
from webui.live.desk_snapshot import desk_snapshot
from webui.live.messages.customer import CustomerSnapshot
from webui.live.sockets import CustomerSocket, DeskSocket, Socket, Sockets
from webui.metrics import Metrics

# Seconds over which all browsers begin anew after the process was deaf: together they would hold up
# the alerts that matter now.
SPREAD = 2.0
# Seconds before those that failed are tried again.
AGAIN = 2.0
log = structlog.get_logger(__name__)


class Snapshots:
    """Reads and sends snapshots; `conversation_grew` is told of lines that came meanwhile."""

    def __init__(
        self,
        calls: DatabaseCalls,
        sockets: Sockets,
        metrics: Metrics,
        conversation_grew: Callable[[str, str], None],
    ) -> None:
        self._calls = calls
        self._sockets = sockets
        self._metrics = metrics
        self._conversation_grew = conversation_grew
        self._stopping = threading.Event()

    def send(self, browser: Socket) -> None:
        """Send this browser a new snapshot; raises what the database raises."""
        if isinstance(browser, DeskSocket):
            self._send_desk(browser)
        elif isinstance(browser, CustomerSocket):
            self._send_customer(browser)

    def send_to_all(self) -> None:
        """Send everybody a new snapshot."""
        self.send_anew(self._sockets.all())

    def send_anew(self, browsers: Sequence[Socket]) -> None:
        """Send each a new snapshot, spread over some time and in no particular order.

        Without it they may lack something for good, so it is tried again until they have it or are
        gone.
        """
        owed = random.sample(browsers, len(browsers))
        pause = SPREAD / len(owed) if len(owed) > 1 else 0.0
        while owed and not self._stopping.is_set():
            owed = [browser for browser in owed if not self._is_sent(browser, pause)]
            if owed:
                self._stopping.wait(AGAIN)

    def stop(self) -> None:
        """Try no more."""
        self._stopping.set()

    def _is_sent(self, browser: Socket, pause: float) -> bool:
        """Whether nothing is owed to this browser any more; `pause` seconds later than could be."""
        if self._sockets.get(browser.sid) is not browser:
            return True
        try:
            self.send(browser)
        except Exception:
            log.exception("snapshot.failed", sid=browser.sid)
            return False
        finally:
            self._stopping.wait(pause)
        return True

    def learn_entitlements(self, desk: DeskSocket) -> None:
        """Find out what this desk's agent serves; raises `NotFound` for somebody who is no agent."""

        def load(reading: Transaction) -> None:
            reading.get(Agent, desk.agent_id)
            desk.entitled = entitlements.of_agent(reading, desk.agent_id)

        self._calls.read(desk.company_id, load)

    def _send_desk(self, desk: DeskSocket) -> None:
        self.learn_entitlements(desk)
        desk.outlet.hold()
        snapshot = None
        try:
            snapshot = self._calls.read(
                desk.company_id, lambda reading: desk_snapshot(reading, desk.agent_id)
            )
            desk.begin(snapshot)
        finally:
            desk.outlet.release(snapshot)
        self._metrics.snapshots.labels("desk").inc()
        for session_id in list(desk.unread):
            desk.unread.discard(session_id)
            self._conversation_grew(desk.company_id, session_id)

    def _send_customer(self, customer: CustomerSocket) -> None:
        customer.outlet.hold()
        snapshot = None
        try:
            snapshot, found = self._calls.read(
                customer.company_id, lambda reading: _of_customer(reading, customer.request_id)
            )
            if found is not None:
                customer.meet(found.session.id, found.session.agent_id)
            customer.begin(snapshot)
        finally:
            customer.outlet.release(snapshot)
        self._metrics.snapshots.labels("customer").inc()
        if customer.unread and customer.session_id is not None:
            customer.unread = False
            self._conversation_grew(customer.company_id, customer.session_id)


def _of_customer(
    reading: Transaction, request_id: str
) -> tuple[CustomerSnapshot, CustomerSession | None]:
    request = reading.get(Request, request_id)
    return customer_snapshot(reading, request), customer_session(reading, request_id)
