"""Open requests, answered from the list."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, RootModel

from routing.actions import entitlements
from routing.actions.offers import accept_request
from routing.errors import NotFound
from routing.permissions import Actor, Permission
from routing.tables import Request
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import Id, Nothing
from webui.api.offers import AcceptedOut, accepted_out
from webui.api.resource import resource
from webui.live.desk_snapshot import may_see
from webui.live.messages.desk import RequestRow
from webui.live.views import request_row, surroundings
from webui.services import services
from webui.signed_in import signed_in

requests = resource("requests", "Requests that wait")


class RequestPath(BaseModel):
    """A request's id."""

    request_id: Id


class RequestRowOut(RootModel[RequestRow]):
    """An open request as the agent sees it."""


@requests.get("/requests/<request_id>", responses={200: RequestRowOut})
def show(path: RequestPath) -> Response:
    """A request the agent may take."""
    actor = signed_in().actor
    row = services().calls.read(
        actor.company_id, lambda reading: _row(reading, actor, path.request_id)
    )
    return answer(row)


@requests.post("/requests/<request_id>/accept", responses={200: AcceptedOut})
def accept(path: RequestPath, body: Nothing) -> Response:
    """Answer a row of the list."""
    actor = signed_in().actor
    accepted = services().calls.write(
        actor.company_id, lambda tx: accept_request(tx, actor, path.request_id)
    )
    return answer(accepted_out(accepted))


def _row(reading: Transaction, actor: Actor, request_id: str) -> RequestRow:
    request = reading.get(Request, request_id)
    entitled = entitlements.of_agent(reading, actor.account_id)
    if not actor.may(Permission.SEE_COMPANY) and not may_see(request, entitled, actor.account_id):
        raise NotFound(what="request", id=request_id)
    return request_row(request, surroundings(reading, [request]), actor.account_id)
