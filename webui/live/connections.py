"""Browsers coming and going, and this process's lease, as the database knows them.

A connection has a row from its beginning to its end; the process renews one lease for all of them. A
process that was given up for dead while it was only slow takes a new name and writes its connections
down anew under it.
"""

from __future__ import annotations

import threading
import time
from collections import deque

import structlog

from routing.actions import presence, web_processes
from routing.clock import SECOND
from routing.identifiers import new_id
from routing.scope import ALL_COMPANIES
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

        It is registered first: what happens from then on is pushed to it, or is in the snapshot. One
        that has gone before that was not found by whoever announced its end.
        """
        if isinstance(browser, DeskSocket):
            self._snapshots.learn_entitlements(browser)
        self._sockets.add(browser)
        if not browser.is_there():
            self.closed(browser.sid)
            return
        self._write_down(browser)
        self._snapshots.send(browser)

    def closed(self, sid: str) -> Socket | None:
        """A browser is gone; what it was."""
        browser = self._sockets.remove(sid)
        if browser is not None:
            self._close(browser)
        return browser

    def _write_down(self, browser: Socket) -> None:
        """Write it down in this process's name, unless it is; one that goes meanwhile is closed again."""
        with browser.writing:
            process_id = self._registered()
            if browser.process_id == process_id:
                return
            connection_id = new_id()
            try:
                self._write_beginning(browser, connection_id, process_id)
            except Exception:
                # It may be written all the same: the answer may be what was lost.
                self._to_close.append((browser.company_id, connection_id))
                raise
            browser.connection_id, browser.process_id = connection_id, process_id
        if self._sockets.get(browser.sid) is not browser:
            self._close(browser)

    def _write_beginning(self, browser: Socket, connection_id: str, process_id: str) -> None:
        def write(tx: Transaction) -> None:
            if isinstance(browser, DeskSocket):
                presence.agent_connected(tx, connection_id, process_id, browser.agent_id)
            elif isinstance(browser, CustomerSocket):
                presence.customer_connected(tx, connection_id, process_id, browser.request_id)

        self._calls.write(browser.company_id, write)

    def _close(self, browser: Socket) -> None:
        """The end is owed until it is written: an agent who is gone must not seem to be there."""
        if browser.connection_id is not None:
            self._to_close.append((browser.company_id, browser.connection_id))
            self._close_owed()

    def _close_owed(self) -> None:
        for _ in range(len(self._to_close)):
            try:
                owed = self._to_close.popleft()
            except IndexError:
                # Another thread closes them too.
                return
            try:
                self._write_end(*owed)
            except Exception:
                log.exception("connection.end_owed", connection_id=owed[1])
                self._to_close.append(owed)
                return

    def _write_end(self, company_id: str, connection_id: str) -> None:
        self._calls.write(company_id, lambda tx: presence.disconnected(tx, connection_id))

    def tend(self) -> None:
        """One round: renew the lease, and write what is still owed."""
        self._renew()
        self._close_owed()
        self._write_down_owed()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.tend()
            except Exception:
                # Tried again in two seconds; four more and others count this process as dead.
                log.exception("lease.not_renewed")
            self._stopping.wait(web_processes.LEASE_RENEWAL / SECOND)

    def _renew(self) -> None:
        process_id = self._registered()
        lives = self._calls.write(
            ALL_COMPANIES, lambda tx: web_processes.renew_lease(tx, process_id)
        )
        if not lives:
            log.warning("lease.was_lost", browsers=len(self._sockets.all()))
            with self._registering:
                self._process_id = None
            self._registered()

    def _registered(self) -> str:
        with self._registering:
            if self._process_id is None:
                self._process_id = self._calls.write(ALL_COMPANIES, web_processes.start)
            return self._process_id

    def _write_down_owed(self) -> None:
        """Write down anew who is written under a name that was given up; the rest in the next round.

        One that cannot be written holds up no other, and no round is so long that the lease runs out.
        """
        until = time.monotonic() + web_processes.LEASE_RENEWAL / SECOND
        for browser in self._sockets.all():
            if browser.process_id not in (None, self._process_id) and time.monotonic() < until:
                try:
                    self._write_down(browser)
                except Exception:
                    log.exception("connection.beginning_owed", sid=browser.sid)
