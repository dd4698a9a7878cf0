"""Everything one agent's desk shows, as it is now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from routing.actions import entitlements
from routing.actions.entitlements import Entitlements
from routing.clock import Millis
from routing.lifecycle import LIVE_SESSION, OPEN_REQUEST, OfferState, RequestState, SessionState
from routing.tables import Agent, Company, Offer, Request, Session
from routing.transaction import Transaction
from webui.live.conversation import latest_lines
from webui.live.messages.desk import ChatLineRow, DeskCounters, DeskSnapshot, OfferRow, RequestRow
from webui.live.views import (
    agent_row,
    by_id,
    chat_line_row,
    history_rows,
    offer_row,
    request_row,
    session_rows,
    surroundings,
)

# Ended sessions of today on the desk at first; the agent has more fetched (`GET /history`).
HISTORY_IN_SNAPSHOT = 100


def desk_snapshot(reading: Transaction, agent_id: str) -> DeskSnapshot:
    """What the desk of `agent_id` shows; raises `NotFound` for somebody who is no agent."""
    agent = reading.get(Agent, agent_id)
    open_to_me = open_requests(reading, agent_id)
    sessions = live_sessions(reading, agent_id)
    ended = ended_today(reading, agent_id, HISTORY_IN_SNAPSHOT + 1)
    return DeskSnapshot(
        at=reading.now,
        agent=agent_row(reading, agent),
        counters=counters_of(open_to_me),
        requests=_request_rows(reading, open_to_me, agent_id),
        offers=ringing_offers(reading, agent_id),
        sessions=session_rows(reading, sessions),
        history=history_rows(reading, ended[:HISTORY_IN_SNAPSHOT]),
        history_goes_on=len(ended) > HISTORY_IN_SNAPSHOT,
        lines=_lines(reading, sessions),
    )


def open_requests(reading: Transaction, agent_id: str) -> list[Request]:
    """What the agent may take, and what stands in their own line."""
    mine = entitlements.of_agent(reading, agent_id)
    return [*entitlements.open_requests(reading, mine), *_own_line(reading, agent_id)]


def open_requests_of_company(reading: Transaction) -> list[Request]:
    """Everything that waits in one company, whoever may take it."""
    statement = select(Request).where(col(Request.state).in_([*OPEN_REQUEST]))
    return list(reading.session.scalars(statement))


def may_see(request: Request, entitled: Entitlements, agent_id: str) -> bool:
    """Whether `open_requests` would hold this request for that agent."""
    if request.state == RequestState.IN_LINE:
        return request.line_agent_id == agent_id
    return request.state in (RequestState.WAITING, RequestState.OFFERED) and entitled.cover(request)


def counters_of(requests: list[Request]) -> DeskCounters:
    """The figures of the top bar for what an agent sees."""
    oldest = min((request.posted_at for request in requests), default=None)
    return DeskCounters(waiting=len(requests), oldest_waiting_since=oldest)


def ringing_offers(reading: Transaction, agent_id: str) -> list[OfferRow]:
    """The alerts that ring at this agent's desk."""
    ringing = select(Offer).where(
        col(Offer.agent_id) == agent_id, col(Offer.state) == OfferState.RINGING
    )
    offers = list(reading.session.scalars(ringing.order_by(col(Offer.offered_at), col(Offer.id))))
    requests = by_id(reading, Request, {offer.request_id for offer in offers})
    around = surroundings(reading, requests.values())
    return [offer_row(offer, requests[offer.request_id], around) for offer in offers]


def live_sessions(reading: Transaction, agent_id: str) -> list[Session]:
    """The agent's sessions that have not ended, oldest first."""
    live = select(Session).where(
        col(Session.agent_id) == agent_id, col(Session.state).in_([*LIVE_SESSION])
    )
    return list(reading.session.scalars(live.order_by(col(Session.began_at), col(Session.id))))


def ended_today(reading: Transaction, agent_id: str, limit: int) -> list[Session]:
    """The agent's sessions that ended since the company's midnight, newest first."""
    return list(reading.session.scalars(ended_by(reading, agent_id, today=True).limit(limit)))


def ended_by(reading: Transaction, agent_id: str, *, today: bool) -> SelectOfScalar[Session]:
    """Selects the agent's ended sessions, newest first; `today`: since the company's midnight."""
    ended = select(Session).where(
        col(Session.agent_id) == agent_id,
        col(Session.state) == SessionState.ENDED,
        col(Session.ended_at) >= (_midnight(reading) if today else 0),
    )
    return ended.order_by(col(Session.ended_at).desc(), col(Session.id).desc())


def _own_line(reading: Transaction, agent_id: str) -> list[Request]:
    statement = select(Request).where(
        col(Request.line_agent_id) == agent_id, col(Request.state) == RequestState.IN_LINE
    )
    return list(reading.session.scalars(statement.order_by(col(Request.line_since))))


def _request_rows(reading: Transaction, requests: list[Request], agent_id: str) -> list[RequestRow]:
    around = surroundings(reading, requests)
    return [request_row(request, around, agent_id) for request in requests]


def _lines(reading: Transaction, sessions: list[Session]) -> list[ChatLineRow]:
    return [
        chat_line_row(line, one.id) for one in sessions for line in latest_lines(reading, one.id)
    ]


def _midnight(reading: Transaction) -> Millis:
    """When the company's day began."""
    zone = ZoneInfo(reading.get(Company, reading.company_id).time_zone)
    now = datetime.fromtimestamp(reading.now / 1_000, zone)
    return int(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1_000)
