"""Answering alerts."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import BaseModel

from routing.actions import offers as actions
from routing.actions.offers import Accepted
from webui.api.answers import answer, nothing
from webui.api.models import Id, Nothing, Out
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in

offers = resource("offers", "Alerts, and the answers to them")


class OfferPath(BaseModel):
    """An offer's id."""

    offer_id: Id


class AcceptedOut(Out):
    """What came of a yes: a session, or (at the maximum) a place in the agent's own line."""

    session_id: str | None
    state: Literal["accepted", "in_line"]


@offers.post("/offers/<offer_id>/accept", responses={200: AcceptedOut})
def accept(path: OfferPath, body: Nothing) -> Response:
    """Say yes; the winner may say it again and gets the same answer."""
    actor = signed_in().actor
    accepted = services().calls.write(
        actor.company_id, lambda tx: actions.accept(tx, actor, path.offer_id)
    )
    return answer(accepted_out(accepted))


@offers.post("/offers/<offer_id>/decline")
def decline(path: OfferPath, body: Nothing) -> Response:
    """Say no; nothing happens when the alert no longer rings."""
    actor = signed_in().actor
    services().calls.write(actor.company_id, lambda tx: actions.decline(tx, actor, path.offer_id))
    return nothing()


def accepted_out(accepted: Accepted) -> AcceptedOut:
    """What an accepted offer or request is answered with."""
    state: Literal["accepted", "in_line"] = "accepted" if accepted.session_id else "in_line"
    return AcceptedOut(session_id=accepted.session_id, state=state)
