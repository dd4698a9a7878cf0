"""Whether those who look at a wallboard by their own account may still do so."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from routing.actions import accounts
from routing.permissions import Permission
from routing.tables import Account
from routing.transaction import Transaction
from webui.live.wallboard_viewers import Viewer


def ended(reading: Transaction, viewers: Iterable[Viewer]) -> list[Viewer]:
    """Those who were signed out everywhere, closed, or given a role that sees no wallboards.

    Televisions are not among them: their keys have an epoch of their own.
    """
    people = [viewer for viewer in viewers if viewer.account is not None]
    allowed = _allowed(reading, {viewer.account[0] for viewer in people if viewer.account})
    return [viewer for viewer in people if viewer.account not in allowed]


def _allowed(reading: Transaction, account_ids: set[str]) -> set[tuple[str, int]]:
    """The ids and session epochs of the accounts that may look."""
    if not account_ids:
        return set()
    statement = select(Account).where(col(Account.id).in_(account_ids), col(Account.active))
    return {
        (account.id, account.session_epoch)
        for account in reading.session.scalars(statement)
        if accounts.actor_of(account).may(Permission.SEE_WALLBOARDS)
    }
