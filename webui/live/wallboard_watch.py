"""Keeps open wallboards up to date: one reckoning a change and wallboard, however many look at it.

Events only mark companies; one loop reads what has changed, at most four times a second, and emits each
wallboard that looks different to its room. Every second it says that nothing else has changed. That
word is left out while the database does not answer, so that pages show how old their figures are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Set
from typing import Any

import msgspec
import structlog

from routing.clock import Millis
from routing.transaction import Transaction
from webui.database_calls import DatabaseCalls
from webui.live import wallboard_accounts
from webui.live.signed_out import signed_out_nonce
from webui.live.wallboard_changes import BoardChanges
from webui.live.wallboard_company import CompanyBoards
from webui.live.wallboard_rooms import WallboardRooms
from webui.live.wallboard_viewers import Viewer, Viewers
from webui.metrics import Metrics

# Seconds between two rounds: people read no faster.
COALESCED = 0.25
# Seconds that a round waits for the rest of a transaction's events, which come together.
GATHERING = 0.003
# Seconds between two words that the figures are fresh.
TICK = 1.0
# Seconds after which every company is looked at without having been told: events can be lost.
CHECK = 5.0
log = structlog.get_logger(__name__)

Shown = dict[str, Any]


class WallboardWatch:
    """What the namespace and the application use."""

    def __init__(self, calls: DatabaseCalls, metrics: Metrics, rooms: WallboardRooms) -> None:
        self._calls = calls
        self._metrics = metrics
        self._rooms = rooms
        self.viewers = Viewers()
        self._lock = threading.Lock()
        self._changes: dict[str, BoardChanges] = {}
        self._companies: dict[str, CompanyBoards] = {}
        self._shown: dict[str, Shown] = {}
        self._round_at = self._tick_at = self._check_at = 0.0
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="wallboards", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Emit nothing more."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout=5)

    def watch(self, viewer: Viewer) -> None:
        """A browser wants to see its wallboard; returns at once."""
        self.viewers.add(viewer)
        with self._lock:
            self._changes.setdefault(viewer.company_id, BoardChanges())
        self._wake.set()

    def heard(self, event: Mapping[str, Any]) -> None:
        """An event was committed; returns at once."""
        if not self.viewers.any_of(event["company_id"]):
            return
        self._end_browser(event["company_id"], signed_out_nonce(event))
        with self._lock:
            told = self._changes.setdefault(event["company_id"], BoardChanges()).add(event)
        if told:
            self._wake.set()

    def _end_browser(self, company_id: str, nonce: str | None) -> None:
        """A browser that was signed out sees nothing more; None: no browser was."""
        for viewer in self.viewers.of(company_id) if nonce is not None else ():
            if viewer.browser is not None and viewer.browser.nonce == nonce:
                self._hang_up(viewer)

    def lost_events(self) -> None:
        """Events may have been missed: everything is read anew; returns at once."""
        with self._lock:
            for company_id in self.viewers.boards():
                self._changes.setdefault(company_id, BoardChanges()).unheard = True
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            if self._wake.wait(max(0.0, self._tick_at + TICK - time.monotonic())):
                time.sleep(max(GATHERING, self._round_at + COALESCED - time.monotonic()))
                self._wake.clear()
            try:
                self._round()
                self._tick()
            except Exception:
                log.exception("wallboard.failed")
                time.sleep(COALESCED)

    def _round(self) -> None:
        self._round_at = time.monotonic()
        with self._lock:
            owed, self._changes = self._changes, {}
        viewed = self.viewers.boards()
        for company_id in owed.keys() & viewed.keys():
            self._reckon(company_id, viewed[company_id], owed[company_id])

    def _tick(self) -> None:
        if time.monotonic() - self._tick_at < TICK:
            return
        self._tick_at = time.monotonic()
        now, viewed = self._calls.database.clock(), self.viewers.boards()
        for company_id in self._companies.keys() - viewed.keys():
            self._forget(company_id)
        self._keep_fresh(viewed, now)
        for company_id in self._companies:
            for board_id in self._shown[company_id]:
                self._rooms.tick(board_id, now)

    def _keep_fresh(self, viewed: Mapping[str, Set[str]], now: Millis) -> None:
        """Figures change by themselves when a quarter hour or a day begins, and events can be lost."""
        checking = time.monotonic() - self._check_at >= CHECK
        if checking:
            self._check_at = time.monotonic()
        for company_id, board_ids in viewed.items():
            if checking:
                self._look_at_accounts(company_id)
            company = self._companies.get(company_id)
            if company is None or checking or company.rolls_over(now):
                self._reckon(company_id, board_ids, None)

    def _reckon(self, company_id: str, board_ids: Set[str], changes: BoardChanges | None) -> None:
        """Read what has changed (None: find out what that is) and emit what looks different."""

        def read(reading: Transaction) -> Shown:
            return self._different(reading, company_id, board_ids, changes)

        try:
            different = self._calls.read(company_id, read)
        except Exception:
            # What was read in part is not kept; the next tick begins anew.
            self._forget(company_id)
            log.exception("wallboard.not_read", company_id=company_id)
            return
        self._emit(company_id, board_ids, different)
        if changes is not None and different:
            self._metrics.wallboard_seconds.observe(time.monotonic() - changes.since)

    def _different(
        self,
        reading: Transaction,
        company_id: str,
        board_ids: Set[str],
        changes: BoardChanges | None,
    ) -> Shown:
        company, touched = self._companies.get(company_id), board_ids
        if company is None:
            company = self._companies[company_id] = CompanyBoards(reading, board_ids)
        elif changes is None:
            touched = company.check(reading, board_ids)
        else:
            touched = company.update(reading, board_ids, changes)
        self._metrics.wallboards.inc(len(touched))
        return {one: msgspec.to_builtins(company.board(one, reading.now)) for one in touched}

    def _emit(self, company_id: str, board_ids: Set[str], different: Shown) -> None:
        """Whoever came to another wallboard while these were read is the next round's matter."""
        shown = self._shown.setdefault(company_id, {})
        for board_id, board in different.items():
            if board is None:
                shown.pop(board_id, None)
            else:
                shown[board_id] = board
                self._rooms.show(board_id, board)
        self._show_out(company_id, board_ids)
        for viewer in self.viewers.begin(company_id, board_ids):
            self._begin(viewer, shown.get(viewer.board_id))

    def _begin(self, viewer: Viewer, board: Any) -> None:
        """What was reckoned last is still right now: whatever happened since is yet to be read."""
        if not viewer.is_there():
            self.viewers.remove(viewer.sid)
            return
        if board is None:
            self._hang_up(viewer)
            return
        try:
            now = self._calls.database.clock()
            self._rooms.begin(viewer.sid, viewer.board_id, {**board, "at": now})
        except (KeyError, ValueError):
            log.info("wallboard.viewer_gone", sid=viewer.sid)
            self.viewers.remove(viewer.sid)

    def _show_out(self, company_id: str, board_ids: Set[str]) -> None:
        """Whose wallboard is gone, or whose key is void, sees nothing more."""
        company = self._companies[company_id]
        for viewer in self.viewers.of(company_id):
            if viewer.board_id not in board_ids:
                continue
            epoch = company.key_epoch(viewer.board_id)
            # A key newer than the settings read was found good when its television connected.
            if epoch is None or (viewer.key_epoch is not None and viewer.key_epoch < epoch):
                self._hang_up(viewer)

    def _look_at_accounts(self, company_id: str) -> None:
        """Who was signed out, closed or given another role since they connected sees nothing more."""
        viewers = self.viewers.of(company_id)
        try:
            ended = self._calls.read(
                company_id, lambda reading: wallboard_accounts.ended(reading, viewers)
            )
        except Exception:
            log.exception("wallboard.accounts_not_read", company_id=company_id)
            return
        for viewer in ended:
            self._hang_up(viewer)

    def _hang_up(self, viewer: Viewer) -> None:
        """Cut the line; when the browser comes again it is told why it may not."""
        self.viewers.remove(viewer.sid)
        self._rooms.hang_up(viewer.sid)

    def _forget(self, company_id: str) -> None:
        self._companies.pop(company_id, None)
        self._shown.pop(company_id, None)
