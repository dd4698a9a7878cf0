"""Sessions that have ended: the agent's own, and earlier ones of the same customer."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, select

from routing.actions import entitlements
from routing.clock import Millis
from routing.errors import NotFound
from routing.lifecycle import SessionState
from routing.permissions import Actor, Permission
from routing.tables import Request, Session
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import Id, Query
from webui.api.resource import resource
from webui.live.messages.desk import HistoryRow
from webui.live.views import history_rows
from webui.services import services
from webui.signed_in import signed_in

history = resource("history", "Sessions that have ended")
MOST_ROWS = 200
EARLIER_ROWS = 20


class HistoryQuery(Query):
    """Rows that ended before `before` (ms since the epoch), newest first."""

    before: Millis | None = Field(default=None, ge=0)
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)


class EarlierQuery(Query):
    """The request whose customer is meant."""

    request_id: Id


class HistoryOut(BaseModel):
    """Ended sessions, newest first."""

    rows: list[HistoryRow]


@history.get("/history", responses={200: HistoryOut})
def own(query: HistoryQuery) -> Response:
    """The agent's own ended sessions."""
    actor = signed_in().actor
    rows = services().calls.read(
        actor.company_id, lambda reading: _own(reading, actor.account_id, query)
    )
    return answer({"rows": rows})


@history.get("/customers/earlier", responses={200: HistoryOut})
def earlier(query: EarlierQuery) -> Response:
    """Earlier sessions of a request's customer, with whichever agent."""
    actor = signed_in().actor
    rows = services().calls.read(
        actor.company_id, lambda reading: _earlier(reading, actor, query.request_id)
    )
    return answer({"rows": rows})


def _own(reading: Transaction, agent_id: str, query: HistoryQuery) -> list[HistoryRow]:
    before = reading.now + 1 if query.before is None else query.before
    ended = select(Session).where(
        col(Session.agent_id) == agent_id,
        col(Session.state) == SessionState.ENDED,
        col(Session.ended_at) < before,
    )
    newest_first = ended.order_by(col(Session.ended_at).desc(), col(Session.id).desc())
    return history_rows(reading, list(reading.session.scalars(newest_first.limit(query.limit))))


def _earlier(reading: Transaction, actor: Actor, request_id: str) -> list[HistoryRow]:
    request = reading.get(Request, request_id)
    _require_serving(reading, actor, request)
    ended = (
        select(Session)
        .join(Request, col(Request.id) == col(Session.request_id))
        .where(
            _same_customer(request),
            col(Session.state) == SessionState.ENDED,
            col(Request.id) != request.id,
        )
    )
    newest_first = ended.order_by(col(Session.ended_at).desc(), col(Session.id).desc())
    return history_rows(reading, list(reading.session.scalars(newest_first.limit(EARLIER_ROWS))))


def _same_customer(request: Request) -> ColumnElement[bool]:
    """By e-mail where one was given; a name tells something only among those who gave no more."""
    email = func.lower(col(Request.customer_email))
    same_email = email == request.customer_email.lower()
    if request.customer_email:
        return same_email
    return and_(same_email, col(Request.customer_name) == request.customer_name)


def _require_serving(reading: Transaction, actor: Actor, request: Request) -> None:
    """Only those who may take the request, or have it, learn who its customer was before."""
    if actor.may(Permission.SEE_COMPANY):
        return
    if entitlements.of_agent(reading, actor.account_id).cover(request):
        return
    mine = select(Session.id).where(
        col(Session.request_id) == request.id, col(Session.agent_id) == actor.account_id
    )
    if reading.session.scalars(mine).first() is None:
        raise NotFound(what="request", id=request.id)
