"""What a customer may know of their own request: built field by field, never by leaving fields out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlmodel import col, func, select

from routing import expected_wait
from routing.actions import meeting, surveys
from routing.expected_wait import Place
from routing.lifecycle import RequestState, SessionState
from routing.tables import Account, ChatLine, Participant, Request, Session
from routing.transaction import Transaction
from webui.live.conversation import latest_lines
from webui.live.messages.customer import (
    CustomerAgent,
    CustomerLine,
    CustomerPlace,
    CustomerSnapshot,
    CustomerState,
)
from webui.live.messages.names import Author, CustomerStage
from webui.live.views import participants

IN_LINE = frozenset({RequestState.POSTED, RequestState.WAITING, RequestState.OFFERED})
STAGES: dict[str, CustomerStage] = {
    RequestState.IN_LINE: "in_line",
    RequestState.ACCEPTED: "connecting",
    RequestState.IN_SESSION: "in_session",
    RequestState.CLOSED: "ended",
    RequestState.ABANDONED: "left",
    RequestState.REFUSED: "refused",
}
WITHOUT_AGENT = ("waiting", "left", "unseen", "refused")


@dataclass(frozen=True)
class CustomerSession:
    """The newest session of a request and who is in it."""

    session: Session
    people: Sequence[Participant]

    @property
    def agent(self) -> Participant | None:
        """The agent in control, or who was at the end; never a hidden one."""
        agents = [one for one in self.people if one.kind == "agent" and not one.hidden]
        return next((one for one in agents if one.controlling), None)

    @property
    def customer_left(self) -> bool:
        """Whether the customer went, for good, though the session may go on."""
        mine = [one for one in self.people if one.kind == "customer"]
        return bool(mine) and all(one.left_at is not None for one in mine)


def customer_session(reading: Transaction, request_id: str) -> CustomerSession | None:
    """The newest session of the request, if there was one."""
    session = meeting.latest_session(reading, request_id)
    if session is None:
        return None
    return CustomerSession(session, participants(reading, [session.id])[session.id])


def customer_snapshot(reading: Transaction, request: Request) -> CustomerSnapshot:
    """Everything the customer's page shows."""
    found = customer_session(reading, request.id)
    lines = latest_lines(reading, found.session.id) if found else []
    state = customer_state(reading, request, found)
    return CustomerSnapshot(
        at=reading.now, state=state, lines=[customer_line(one) for one in lines]
    )


def customer_state(
    reading: Transaction, request: Request, found: CustomerSession | None
) -> CustomerState:
    """The stage the request is at, with what belongs to that stage."""
    stage = stage_of(request, found)
    agent = found.agent if found and stage not in WITHOUT_AGENT else None
    surveyed = found is not None and surveys.of_session(reading, found.session.id) is not None
    return CustomerState(
        request_id=request.id,
        version=_version(reading, request) + int(surveyed),
        stage=stage,
        name=request.customer_name,
        question=request.question,
        posted_at=request.posted_at,
        place=_place(reading, request) if stage in ("waiting", "in_line") else None,
        agent=CustomerAgent(agent.name) if agent else _line_owner(reading, request),
        agent_delivered=agent.delivered if agent else 0,
        agent_read=agent.read if agent else 0,
        surveyed=surveyed,
    )


def stage_of(request: Request, found: CustomerSession | None) -> CustomerStage:
    """The request's state as a customer lives it."""
    stage = STAGES.get(request.state, "waiting")
    if stage == "left" and request.end_reason == "unseen":
        return "unseen"
    if found is None or stage not in ("connecting", "in_session"):
        return stage
    if found.customer_left:
        return "ended"
    if found.session.state == SessionState.RECONNECTING and request.connected:
        return "reconnecting"
    return stage


def customer_place(place: Place) -> CustomerPlace:
    """A place in line as the customer is told."""
    return CustomerPlace(place.place, place.expected_wait, place.agents_on_line)


def customer_line(line: ChatLine) -> CustomerLine:
    """One line of the conversation."""
    return CustomerLine(
        id=line.id,
        number=line.number,
        author=cast(Author, line.author),
        author_name=line.author_name,
        code=line.code,
        text=line.text,
        written_at=line.written_at,
    )


def _version(reading: Transaction, request: Request) -> int:
    """All versions the state is made of, summed over every session the request has had."""
    statement = select(func.coalesce(func.sum(col(Session.version)), 0))
    sessions = statement.where(
        col(Session.request_id) == request.id, col(Session.company_id) == reading.company_id
    )
    return request.version + int(reading.session.scalars(sessions).one())


def _place(reading: Transaction, request: Request) -> CustomerPlace:
    return customer_place(expected_wait.for_request(reading, request))


def _line_owner(reading: Transaction, request: Request) -> CustomerAgent | None:
    """The agent in whose own line the customer stands."""
    owner = reading.find(Account, request.line_agent_id)
    return CustomerAgent(owner.name) if owner else None
