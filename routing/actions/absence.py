"""The clocks of a customer who is not there: passed over after a minute, gone after ten."""

from __future__ import annotations

from routing.clock import MINUTE, Millis
from routing.tables import Request
from routing.transaction import Transaction

CUSTOMER_LOST: Millis = MINUTE
CUSTOMER_GONE: Millis = 10 * MINUTE


def start_clocks(tx: Transaction, request: Request) -> None:
    """Start both; a clock that runs out while the customer is back does nothing."""
    tx.set_deadline("customer_lost", request.id, CUSTOMER_LOST)
    tx.set_deadline("customer_gone", request.id, CUSTOMER_GONE)
