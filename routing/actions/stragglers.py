"""Requests whose message was lost for good, for instance with a broker's disk: served all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlmodel import col, exists, select

from routing import sweeping
from routing.actions import backlog, escalation, intake, offers
from routing.clock import SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.lifecycle import TAKEABLE_REQUEST, RequestState
from routing.tables import Offer, Request
from routing.transaction import Transaction

# A message takes milliseconds; who has waited this long for one is served without it.
LATE: Millis = 5 * SECOND
AT_ONCE = 200


@dataclass(frozen=True)
class Owed:
    """Something a message should have caused: `action`, done to a request or a queue."""

    action: Callable[[Transaction, str], object]
    company_id: str
    subject_id: str


def serve(database: Database) -> int:
    """Screen what is still posted, match the queues in which somebody waits, alert the tiers that were
    not, ring at the silent desks of agents who could take somebody; how many of all four."""
    with database.reading(ALL_COMPANIES) as reading:
        owed = [
            *_unscreened(reading),
            *_unmatched(reading),
            *_unalerted(reading),
            *_unrung(reading),
        ]
    return sweeping.each(owed, partial(_do, database))


def _do(database: Database, owed: Owed) -> None:
    database.run(owed.company_id, lambda tx: owed.action(tx, owed.subject_id))


def _unscreened(reading: Transaction) -> list[Owed]:
    posted = select(Request).where(
        col(Request.posted_at) < reading.now - LATE, col(Request.state) == RequestState.POSTED
    )
    oldest = posted.order_by(col(Request.posted_at)).limit(AT_ONCE)
    return [Owed(intake.screen, row.company_id, row.id) for row in reading.session.scalars(oldest)]


def _unmatched(reading: Transaction) -> list[Owed]:
    waiting = select(Request).where(
        col(Request.posted_at) < reading.now - LATE,
        col(Request.state) == RequestState.WAITING,
        col(Request.queue_id).is_not(None),
    )
    queues = {(row.company_id, str(row.queue_id)) for row in reading.session.scalars(waiting)}
    return [Owed(offers.match_locked_queue, *queue) for queue in sorted(queues)]


def _unrung(reading: Transaction) -> list[Owed]:
    """Desks that stayed silent because an agent and a request missed each other.

    Each became takeable, or available, in a transaction that could not see the other's yet.
    """
    silent = sorted(set(backlog.silent_desks(reading, reading.now - LATE)))
    return [Owed(backlog.ring_silent_desk, *desk) for desk in silent]


def _unalerted(reading: Transaction) -> list[Owed]:
    """Escalated requests that have rung at nobody of their tier in this round."""
    alerted = exists().where(
        col(Offer.request_id) == col(Request.id),
        col(Offer.round) == col(Request.round),
        col(Offer.kind) == "escalated",
    )
    statement = select(Request).where(
        col(Request.tier_id).is_not(None),
        col(Request.state).in_([*TAKEABLE_REQUEST]),
        col(Request.lost).is_(False),
        ~alerted,
    )
    return [
        Owed(escalation.alert, row.company_id, row.id) for row in reading.session.scalars(statement)
    ]
