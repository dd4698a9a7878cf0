"""Sessions that have ended: the agent's own, and earlier ones of the same customer."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select

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
from webui.live.desk_snapshot import ended_by
from webui.live.messages.desk import HistoryRow
from webui.live.views import history_rows
from webui.services import services
from webui.signed_in import signed_in

history = resource("history", "Sessions that have ended")
MOST_ROWS = 200
EARLIER_ROWS = 20


class HistoryQuery(Query):
    """Rows that ended before `before` (ms since the epoch), newest first; those of `day` only, if given.

    The next page begins with the last row's `ended_at` and id: with `before_id`, rows that ended in that
    very millisecond follow too, in the order of their ids.
    """

    before: Millis | None = Field(default=None, ge=0)
    before_id: Id | None = None
    day: Literal["today"] | None = None
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
    ended = ended_by(reading, agent_id, today=query.day == "today").where(_before(reading, query))
    return history_rows(reading, list(reading.session.scalars(ended.limit(query.limit))))


def _before(reading: Transaction, query: HistoryQuery) -> ColumnElement[bool]:
    before = reading.now + 1 if query.before is None else query.before
    earlier = col(Session.ended_at) < before
    if query.before_id is None:
        return earlier
    same = and_(col(Session.ended_at) == before, col(Session.id) < query.before_id)
    return or_(earlier, same)


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
