"""Ends the desks of browsers that were signed out, and of accounts that may not come in any more.

Signing out is heard as an event and acted on at once. Every few seconds all are looked at without having
been told: an event can be lost, a desk can open while its browser signs out, and accounts are closed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog
from sqlmodel import col, select

from routing.events import BrowserSignedOut
from routing.tables import Account, SignedOutBrowser
from routing.transaction import Transaction
from webui.database_calls import DatabaseCalls
from webui.live.sockets import DeskSocket, Sockets
from webui.signing import BrowserKey

# Seconds between two looks at every desk's account.
CHECK = 5.0
log = structlog.get_logger(__name__)


def signed_out_nonce(event: Mapping[str, Any]) -> str | None:
    """The mark of the browser that `event` says was signed out; None when it says something else."""
    if event["name"] != BrowserSignedOut.name:
        return None
    nonce: str = event["data"]["nonce"]
    return nonce


def still_signed_in(
    reading: Transaction, keys: Iterable[BrowserKey | None]
) -> dict[BrowserKey, Account]:
    """Those of `keys` that would open a page now, with their accounts."""
    asked = {key for key in keys if key is not None}
    if not asked:
        return {}
    wanted = select(Account).where(
        col(Account.id).in_({key.account_id for key in asked}), col(Account.active)
    )
    known = {account.id: account for account in reading.session.scalars(wanted)}
    gone = set(
        reading.session.scalars(
            select(SignedOutBrowser.nonce).where(
                col(SignedOutBrowser.nonce).in_({key.nonce for key in asked})
            )
        )
    )
    return {
        key: known[key.account_id]
        for key in asked
        if key.account_id in known
        and known[key.account_id].session_epoch == key.epoch
        and key.nonce not in gone
    }


class SignedOut:
    """Calls `end` for each desk that is signed in no more; `end` returns at once."""

    def __init__(
        self, calls: DatabaseCalls, sockets: Sockets, end: Callable[[DeskSocket], None]
    ) -> None:
        self._calls = calls
        self._sockets = sockets
        self._end = end
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="signed-out", daemon=True)

    def start(self) -> None:
        """Begin to look in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout=5)

    def heard(self, event: Mapping[str, Any]) -> None:
        """An event was committed; returns at once."""
        nonce = signed_out_nonce(event)
        if nonce is None:
            return
        for desk in self._sockets.desks(event["company_id"]):
            if desk.browser is not None and desk.browser.nonce == nonce:
                self._end(desk)

    def lost_events(self) -> None:
        """Events may have been missed: everybody is looked at now."""
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(CHECK)
            self._wake.clear()
            for company_id in self._sockets.companies():
                self._check(company_id)

    def _check(self, company_id: str) -> None:
        desks = [desk for desk in self._sockets.desks(company_id) if desk.browser is not None]
        if not desks:
            return
        try:
            good = self._calls.read(
                company_id,
                lambda reading: still_signed_in(reading, [desk.browser for desk in desks]).keys(),
            )
        except Exception:
            log.exception("desks.accounts_not_read", company_id=company_id)
            return
        for desk in desks:
            if desk.browser not in good:
                self._end(desk)
