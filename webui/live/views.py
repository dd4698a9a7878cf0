"""Rows as an agent's desk sees them: the same builders make the snapshot, the pushes and the API.

A view's version is the sum of the versions of the rows it is made of: each only ever grows, so the
sum grows with every change of any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlmodel import col, select

from routing import forms
from routing.actions import agent_states
from routing.tables import (
    Account,
    Agent,
    AgentState,
    ChatLine,
    Offer,
    Participant,
    Portal,
    Queue,
    Request,
    Session,
    Survey,
)
from routing.transaction import Transaction
from webui.live.messages import names
from webui.live.messages.desk import (
    AgentRow,
    ChatLineRow,
    FormAnswer,
    HistoryRow,
    OfferRow,
    ParticipantRow,
    RequestRow,
    SessionRow,
)

Table = TypeVar("Table", Account, Agent, Offer, Portal, Queue, Request, Session)


@dataclass(frozen=True)
class Surroundings:
    """The rows that give requests their names, loaded once for many of them."""

    portals: dict[str, Portal]
    queues: dict[str, Queue]
    accounts: dict[str, Account]


def surroundings(reading: Transaction, requests: Iterable[Request]) -> Surroundings:
    """The portals, queues and line owners of `requests`."""
    requests = list(requests)
    return Surroundings(
        by_id(reading, Portal, {request.portal_id for request in requests}),
        by_id(reading, Queue, {request.queue_id for request in requests if request.queue_id}),
        by_id(reading, Account, {one.line_agent_id for one in requests if one.line_agent_id}),
    )


def by_id(reading: Transaction, table: type[Table], ids: Iterable[str]) -> dict[str, Table]:
    """The rows with these ids, by id; missing ones are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = reading.session.scalars(select(table).where(col(table.id).in_(wanted)))
    return {row.id: row for row in found}


def request_row(request: Request, around: Surroundings, agent_id: str) -> RequestRow:
    """A request as the agent sees it."""
    portal = around.portals[request.portal_id]
    queue = around.queues.get(request.queue_id or "")
    owner = around.accounts.get(request.line_agent_id or "")
    return RequestRow(
        id=request.id,
        version=request.version,
        state=cast(names.RequestStateName, request.state),
        kind=cast(names.AlertKind, request.kind),
        portal_name=portal.name,
        queue_name=queue.name if queue else None,
        customer_name=request.customer_name,
        question=request.question,
        answers=form_answers(portal.form, request.form, request.language),
        language=request.language,
        page_url=request.page_url,
        referrer=request.referrer,
        user_agent=request.user_agent,
        posted_at=request.posted_at,
        waiting_since=request.posted_at,
        warning_level=request.warning_level,
        customer_connected=request.connected,
        mine=request.line_agent_id == agent_id,
        line_agent_name=owner.name if owner else None,
    )


def form_answers(form: forms.Definition, given: dict[str, Any], language: str) -> list[FormAnswer]:
    """The answered fields with the labels the customer saw."""
    answered = forms.answers(form, given, language)
    return [FormAnswer(one.name, one.label, one.value) for one in answered]


def offer_row(offer: Offer, request: Request, around: Surroundings) -> OfferRow:
    """An alert with the request it is about."""
    return OfferRow(
        id=offer.id,
        version=offer.version + request.version,
        state=cast(names.OfferStateName, offer.state),
        kind=cast(names.AlertKind, offer.kind),
        mode="queue" if offer.mode == "queue" else "standard",
        reminder=offer.reminder,
        request=request_row(request, around, offer.agent_id),
        offered_at=offer.offered_at,
        shown_until=offer.shown_until,
    )


def session_rows(reading: Transaction, sessions: Sequence[Session]) -> list[SessionRow]:
    """Sessions with their requests and the people in them."""
    if not sessions:
        return []
    requests = by_id(reading, Request, {session.request_id for session in sessions})
    around = surroundings(reading, requests.values())
    people = participants(reading, [session.id for session in sessions])
    surveys = surveys_of(reading, sessions)
    return [
        _session_row(one, requests[one.request_id], around, people[one.id], surveys.get(one.id))
        for one in sessions
    ]


def participants(reading: Transaction, session_ids: Sequence[str]) -> dict[str, list[Participant]]:
    """The people of each session in the order they joined."""
    people: dict[str, list[Participant]] = {session_id: [] for session_id in session_ids}
    if not people:
        return people
    statement = select(Participant).where(col(Participant.session_id).in_(session_ids))
    ordered = statement.order_by(col(Participant.joined_at), col(Participant.id))
    for participant in reading.session.scalars(ordered):
        people[participant.session_id].append(participant)
    return people


def surveys_of(reading: Transaction, sessions: Sequence[Session]) -> dict[str, Survey]:
    """What customers answered after these sessions, by the session's id."""
    # Nobody is asked before the end, so a desk's own sessions cost no question.
    ended = [session.id for session in sessions if session.ended_at is not None]
    if not ended:
        return {}
    asked = select(Survey).where(col(Survey.session_id).in_(ended))
    return {survey.session_id: survey for survey in reading.session.scalars(asked)}


def _session_row(
    session: Session,
    request: Request,
    around: Surroundings,
    people: list[Participant],
    survey: Survey | None,
) -> SessionRow:
    form = around.portals[request.portal_id].post_form
    resolution = session.resolution or None
    return SessionRow(
        id=session.id,
        version=session.version + request.version,
        number=session.number,
        state=cast(names.SessionStateName, session.state),
        request=request_row(request, around, session.agent_id),
        participants=[participant_row(participant) for participant in people],
        began_at=session.began_at,
        active_at=session.active_at,
        ended_at=session.ended_at,
        resolution=cast(names.Resolution | None, resolution),
        ticket=session.ticket,
        notes=session.notes,
        last_line=session.next_line - 1,
        customer_connected=request.connected,
        post_answers=form_answers(form, survey.answers if survey else {}, request.language),
    )


def participant_row(participant: Participant) -> ParticipantRow:
    """Somebody in a session."""
    return ParticipantRow(
        id=participant.id,
        kind=cast(names.ParticipantKind, participant.kind),
        name=participant.name,
        hidden=participant.hidden,
        controlling=participant.controlling,
        joined_at=participant.joined_at,
        left_at=participant.left_at,
        delivered=participant.delivered,
        read=participant.read,
    )


def chat_line_row(line: ChatLine, session_id: str) -> ChatLineRow:
    """One line as the conversation of this session shows it; it may be of an earlier session."""
    return ChatLineRow(
        id=line.id,
        session_id=session_id,
        number=line.number,
        author=cast(names.Author, line.author),
        author_name=line.author_name,
        code=line.code,
        text=line.text,
        written_at=line.written_at,
    )


def history_rows(reading: Transaction, sessions: Sequence[Session]) -> list[HistoryRow]:
    """Ended sessions as rows of the history."""
    if not sessions:
        return []
    requests = by_id(reading, Request, {session.request_id for session in sessions})
    portals = by_id(reading, Portal, {session.portal_id for session in sessions})
    surveys = surveys_of(reading, sessions)
    return [
        _history_row(one, requests[one.request_id], portals[one.portal_id], surveys.get(one.id))
        for one in sessions
    ]


def _history_row(
    session: Session, request: Request, portal: Portal, survey: Survey | None
) -> HistoryRow:
    return HistoryRow(
        id=session.id,
        number=session.number,
        portal_name=portal.name,
        customer_name=request.customer_name,
        question=request.question,
        language=request.language,
        began_at=session.began_at,
        ended_at=session.ended_at or session.began_at,
        resolution=cast(names.Resolution, session.resolution or "unknown"),
        face=survey.face if survey else None,
    )


def agent_row(reading: Transaction, agent: Agent) -> AgentRow:
    """The agent's own state and room."""
    account = reading.get(Account, agent.id)
    state = agent_states.state_of(agent)
    return AgentRow(
        id=agent.id,
        version=agent.version,
        name=account.name,
        state=cast(names.AgentStateName, state),
        status="available" if agent.status == "available" else "unavailable",
        reason=agent.reason,
        since=_state_since(reading, agent),
        sessions=agent.sessions,
        max_sessions=agent.max_sessions,
        wrap_up_until=agent.wrap_up_until,
        auto_unavailable=agent.auto_unavailable,
    )


def _state_since(reading: Transaction, agent: Agent) -> int:
    stretch = select(AgentState.began_at).where(
        col(AgentState.agent_id) == agent.id, col(AgentState.ended_at).is_(None)
    )
    began_at = reading.session.scalars(stretch).first()
    return agent.status_since if began_at is None else began_at
