"""How long people may be away: the clocks of agents and customers who are not there."""

from __future__ import annotations

from sqlmodel import col, exists, select

from routing.clock import MINUTE, SECOND, Millis
from routing.tables import Deadline, Request
from routing.transaction import Transaction

# ROUT-15 promises a new offer within ten seconds of a death: noticing and offering need the tenth.
AGENT_LOST: Millis = 9 * SECOND
AGENT_GONE: Millis = 2 * MINUTE
CUSTOMER_LOST: Millis = MINUTE
CUSTOMER_GONE: Millis = 10 * MINUTE


def start_clocks(tx: Transaction, request: Request) -> None:
    """Start the two clocks of a customer; a clock that runs out while the customer is back does nothing."""
    tx.set_deadline("customer_lost", request.id, CUSTOMER_LOST)
    tx.set_deadline("customer_gone", request.id, CUSTOMER_GONE)


def later_clock_runs(tx: Transaction, kind: str, subject_id: str) -> bool:
    """Whether a clock of this kind that was started later still runs for this agent or request.

    Who was last seen before the product stood still has all their time again once it runs: a clock from
    before that must not take it from them.
    """
    later = exists().where(
        col(Deadline.subject_id) == subject_id,
        col(Deadline.kind) == kind,
        col(Deadline.due_at) > tx.now,
    )
    return bool(tx.session.scalars(select(later)).one())
