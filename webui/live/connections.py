"""Browsers coming and going, and this process's lease, as the database knows them.

A connection has a row from its beginning to its end; the process renews one lease for all of them. A
process that was given up for dead while it was only slow writes its connections down anew.
"""

from __future__ import annotations

import threading
from collections import deque

import structlog

from routing.actions import presence, web_processes
from routing.clock import SECOND
from routing.identifiers import new_id
from routing.scope import ALL_COMPANIES
from routing.tables import WebProcess
from routing.transaction import Transaction
from webui.database_calls import DatabaseCalls
from webui.live.snapshots import Snapshots
from webui.live.sockets import CustomerSocket, DeskSocket, Socket, Sockets

log = structlog.get_logger(__name__)


class Connections:
    """Keeps the database's view of who is connected to this process true."""

    def __init__(self, calls: DatabaseCalls, sockets: Sockets, snapshots: Snapshots) -> None:
        self._calls = calls
        self._sockets = sockets
        self._snapshots = snapshots
        self._process_id: str | None = None
        self._registering = threading.Lock()
        self._to_close: deque[tuple[str, str]] = deque()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="web-lease", daemon=True)

    def start(self) -> None:
        """Begin to hold the lease in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Let the lease run out."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def opened(self, browser: Socket) -> None:
        """A browser is there: write it down, then send its snapshot; raises what the database raises.

        It is registered first: what happens from then on is pushed to it, or is in the snapshot.
        """
        if isinstance(browser, DeskSocket):
            self._snapshots.learn_entitlements(browser)
        self._sockets.add(browser)
        self._write_down(browser)
        self._snapshots.send(browser)
        if self._sockets.get(browser.sid) is not browser:
            self._close(browser)

    def closed(self, sid: str) -> Socket | None:
        """A browser is gone; what it was."""
        browser = self._sockets.remove(sid)
        if browser is not None:
            self._close(browser)
        return browser

    def _write_down(self, browser: Socket) -> None:
        process_id = self._registered()

        def write(tx: Transaction) -> None:
            if isinstance(browser, DeskSocket):
                presence.agent_connected(tx, browser.connection_id, process_id, browser.agent_id)
            elif isinstance(browser, CustomerSocket):
                presence.customer_connected(
                    tx, browser.connection_id, process_id, browser.request_id
                )

        self._calls.write(browser.company_id, write)

    def _close(self, browser: Socket) -> None:
        """The end is owed until it is written: an agent who is gone must not seem to be there."""
        self._to_close.append((browser.company_id, browser.connection_id))
        self._close_owed()

    def _close_owed(self) -> None:
        for _ in range(len(self._to_close)):
            owed = self._to_close.popleft()
            try:
                self._write_end(*owed)
            except Exception:
                log.exception("connection.end_owed", connection_id=owed[1])
                self._to_close.append(owed)
                return

    def _write_end(self, company_id: str, connection_id: str) -> None:
        self._calls.write(company_id, lambda tx: presence.disconnected(tx, connection_id))

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._renew()
                self._close_owed()
            except Exception:
                # Tried again in two seconds; four more and others count this process as dead.
                log.exception("lease.not_renewed")
            self._stopping.wait(web_processes.LEASE_RENEWAL / SECOND)

    def _renew(self) -> None:
        process_id = self._registered()

        def renew(tx: Transaction) -> bool:
            given_up = tx.session.get(WebProcess, process_id) is None
            web_processes.renew_lease(tx, process_id)
            return given_up

        if self._calls.write(ALL_COMPANIES, renew):
            self._write_all_down_anew()

    def _registered(self) -> str:
        with self._registering:
            if self._process_id is None:
                self._process_id = self._calls.write(ALL_COMPANIES, web_processes.start)
            return self._process_id

    def _write_all_down_anew(self) -> None:
        browsers = self._sockets.all()
        log.warning("lease.was_lost", browsers=len(browsers))
        for browser in browsers:
            browser.connection_id = new_id()
            self._write_down(browser)
