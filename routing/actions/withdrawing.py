"""Taking alerts away again: from everybody when a request is taken or gone, from an agent who cannot answer."""

from __future__ import annotations

from sqlmodel import col, select

from routing.actions import ringing, room
from routing.actions.moves import move_offer
from routing.lifecycle import OfferHappened, OfferState
from routing.tables import Offer, Request
from routing.transaction import Transaction


def withdraw_all(
    tx: Transaction,
    request: Request,
    why: str,
    winner_id: str | None = None,
    keep: str | None = None,
) -> list[Offer]:
    """Take every ringing alert of a request away (but offer `keep`); those that were taken.

    `routing.actions.filling.alerts_gone` then serves the desks they rang at.
    """
    over = [offer for offer in ringing.ringing_offers(tx, request.id) if offer.id != keep]
    for offer in over:
        withdraw(tx, offer, why, winner_id)
    return over


def withdraw(tx: Transaction, offer: Offer, why: str, winner_id: str | None = None) -> None:
    """Take one ringing alert away, with the place it held."""
    move_offer(tx, offer, OfferHappened.WITHDRAWN, why, winner_id)
    release_place(tx, offer)


def release_place(tx: Transaction, offer: Offer) -> bool:
    """Give back the place a queue-mode offer held, if it held one."""
    if offer.mode == "queue":
        room.release(tx, offer.agent_id)
        return True
    return False


def give_up_reserved(tx: Transaction, agent_id: str) -> bool:
    """Turn the place that an unanswered queue alert holds into a session, and let that alert pass on.

    False when no place is held, or somebody else is just changing the alert's request.
    """
    statement = select(Offer).where(
        col(Offer.agent_id) == agent_id,
        col(Offer.mode) == "queue",
        col(Offer.state) == OfferState.RINGING,
    )
    offer = tx.session.scalars(statement).first()
    request = ringing.lock_takeable(tx, offer.request_id) if offer is not None else None
    if offer is None or request is None:
        return False
    tx.session.refresh(offer)
    if offer.state != OfferState.RINGING or not room.take(tx, agent_id, reserved=True):
        return False
    move_offer(tx, offer, OfferHappened.WITHDRAWN, "answered_another")
    ringing.fall_silent(tx, request, "agent_answered_another")
    return True


def withdraw_from_agent(tx: Transaction, agent_id: str, why: str) -> None:
    """Take every alert from an agent who cannot answer any more; others are asked."""
    statement = select(Offer).where(
        col(Offer.agent_id) == agent_id, col(Offer.state) == OfferState.RINGING
    )
    for seen in tx.session.scalars(statement.order_by(col(Offer.request_id))).all():
        request = tx.lock(Request, seen.request_id)
        tx.session.refresh(seen)
        if seen.state == OfferState.RINGING:
            withdraw(tx, seen, why)
            ringing.fall_silent(tx, request, f"agent_{why}")
