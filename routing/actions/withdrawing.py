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
) -> list[str]:
    """Take every ringing alert of a request away (but offer `keep`); the agents who gained room by it."""
    freed = []
    for offer in ringing.ringing_offers(tx, request.id):
        if offer.id != keep and withdraw(tx, offer, why, winner_id):
            freed.append(offer.agent_id)
    return freed


def withdraw(tx: Transaction, offer: Offer, why: str, winner_id: str | None = None) -> bool:
    """Take one ringing alert away; whether its agent gained room by it."""
    move_offer(tx, offer, OfferHappened.WITHDRAWN, why, winner_id)
    return release_place(tx, offer)


def release_place(tx: Transaction, offer: Offer) -> bool:
    """Give back the place a queue-mode offer held, if it held one."""
    if offer.mode == "queue":
        room.release(tx, offer.agent_id)
        return True
    return False


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
