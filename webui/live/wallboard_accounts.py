"""Whether those who look at a wallboard by their own account may still do so."""

from __future__ import annotations

from collections.abc import Iterable

from routing.actions import accounts
from routing.permissions import Permission
from routing.transaction import Transaction
from webui.live.signed_out import still_signed_in
from webui.live.wallboard_viewers import Viewer


def ended(reading: Transaction, viewers: Iterable[Viewer]) -> list[Viewer]:
    """Those who were signed out, closed, or given a role that sees no wallboards.

    Televisions are not among them: their keys have an epoch of their own.
    """
    people = [viewer for viewer in viewers if viewer.browser is not None]
    known = still_signed_in(reading, [viewer.browser for viewer in people])
    allowed = {
        key
        for key, account in known.items()
        if accounts.actor_of(account).may(Permission.SEE_WALLBOARDS)
    }
    return [viewer for viewer in people if viewer.browser not in allowed]
