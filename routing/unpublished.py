"""Events that the broker has not taken yet, for whoever cannot hear them meanwhile.

While the broker is down their rows stay in the outbox, so a process that reads them there misses
nothing. Reading takes nothing away: the rows are published once the broker is back.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from routing.clock import SECOND, Millis
from routing.tables.outbox import OutboxMessage
from routing.topology import EVENTS
from routing.transaction import OUTBOX_LEASE, Transaction

#: Rows older than this are not looked at, however many an outage has gathered. Longer than a broker
#: that hangs goes unnoticed (two heartbeats, 10 s) and than a transaction goes on after its events.
LOOK_BACK: Millis = 20 * SECOND
#: Events of one reading; the rest are the next one's.
BATCH = 500


@dataclass(frozen=True)
class Unpublished:
    """`events` are the bodies that were not known, oldest first; `known` is for the next reading."""

    events: list[dict[str, Any]]
    known: Set[str]


def unpublished(reading: Transaction, known: Set[str]) -> Unpublished:
    """The events of the last `LOOK_BACK` that are committed and not published, but for those known.

    `known` are ids of outbox rows, as the reading before has returned them; at first none.
    """
    ids = _ids(reading)
    new = [one for one in ids if one not in known][:BATCH]
    return Unpublished(_bodies(reading, new), (known & set(ids)) | set(new))


def _ids(reading: Transaction) -> Sequence[str]:
    # A row's lease begins with the row and is only ever made longer, and it has the index.
    fresh = col(OutboxMessage.lease_until) >= reading.now - LOOK_BACK + OUTBOX_LEASE
    events = select(OutboxMessage.id).where(fresh, col(OutboxMessage.exchange) == EVENTS)
    oldest = events.order_by(col(OutboxMessage.created_at), col(OutboxMessage.id))
    return reading.session.scalars(oldest).all()


def _bodies(reading: Transaction, ids: Sequence[str]) -> list[dict[str, Any]]:
    if not ids:
        return []
    rows = select(OutboxMessage).where(col(OutboxMessage.id).in_(ids))
    bodies = {row.id: row.body for row in reading.session.scalars(rows)}
    # Where the broker is back already, some rows are gone by now, and heard.
    return [bodies[one] for one in ids if one in bodies]
