"""Which messages a change means for which desks: an agent sees what they may take and what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from sqlmodel import col, select

from routing.lifecycle import LIVE_SESSION, OPEN_REQUEST, OfferState, RequestState, SessionState
from routing.tables import Account, Agent, Offer, Request, Session
from routing.transaction import Transaction
from webui.live.changes import Changes
from webui.live.conversation import lines_between
from webui.live.desk_snapshot import counters_of, may_see, open_requests_of_company
from webui.live.messages import names
from webui.live.messages.desk import DeskPush, Marks, OfferClosed, RequestGone
from webui.live.sockets import DeskSocket
from webui.live.views import (
    Surroundings,
    agent_row,
    by_id,
    chat_line_row,
    history_rows,
    offer_row,
    participants,
    request_row,
    session_rows,
    surroundings,
)

Pushes = Iterator[tuple[DeskSocket, DeskPush]]
# Lines pushed at a time; the rest follows at once.
MOST_LINES = 500


def desk_pushes(
    reading: Transaction, changes: Changes, desks: Sequence[DeskSocket]
) -> list[tuple[DeskSocket, DeskPush]]:
    """Every message these changes mean for these desks, in the order to push them."""
    if not desks:
        return []
    steps: tuple[Callable[..., Pushes], ...] = (_requests, _offers, _sessions, _marks, _agents)
    return [push for step in steps for push in step(reading, changes, desks)]


def counter_pushes(
    reading: Transaction, desks: Sequence[DeskSocket]
) -> list[tuple[DeskSocket, DeskPush]]:
    """The top bar's figures for the desks where they have changed."""
    requests = open_requests_of_company(reading)
    pushes: list[tuple[DeskSocket, DeskPush]] = []
    for desk in desks:
        mine = [one for one in requests if may_see(one, desk.entitled, desk.agent_id)]
        counters = counters_of(mine)
        if counters != desk.counters:
            pushes.append((desk, counters))
    return pushes


def line_pushes(
    reading: Transaction, session_id: str, desks: Sequence[DeskSocket]
) -> tuple[list[tuple[DeskSocket, DeskPush]], bool]:
    """The lines that the session's desks have not been pushed yet, and whether there are still more."""
    agents = _agents_in(reading, session_id)
    mine = _ready(session_id, [desk for desk in desks if desk.agent_id in agents])
    if not mine:
        return [], False
    first = min(desk.lines.get(session_id, 0) for desk in mine)
    lines = lines_between(reading, session_id, first, MOST_LINES)
    pushes: list[tuple[DeskSocket, DeskPush]] = [
        (desk, chat_line_row(line, session_id))
        for desk in mine
        for line in lines
        if line.number > desk.lines.get(session_id, 0)
    ]
    return pushes, len(lines) == MOST_LINES


def _requests(reading: Transaction, changes: Changes, desks: Sequence[DeskSocket]) -> Pushes:
    requests = by_id(reading, Request, changes.requests)
    around = surroundings(reading, requests.values())
    for request in requests.values():
        winner = _winner(reading, request)
        for desk in desks:
            if may_see(request, desk.entitled, desk.agent_id):
                yield desk, request_row(request, around, desk.agent_id)
            elif desk.shows(request.id) and request.state != RequestState.POSTED:
                yield desk, _gone(request, winner, desk)


def _gone(request: Request, winner: Account | None, desk: DeskSocket) -> RequestGone:
    someone_else = winner is not None and winner.id != desk.agent_id
    return RequestGone(
        request_id=request.id,
        version=request.version,
        reason=cast(names.RequestStateName, request.state),
        winner_name=winner.name if winner is not None and someone_else else None,
    )


def _winner(reading: Transaction, request: Request) -> Account | None:
    """The agent who has the request now, or had it at the end; nobody wins one whose customer has left."""
    if request.state == RequestState.IN_LINE:
        return reading.find(Account, request.line_agent_id)
    nobodys = (*OPEN_REQUEST, RequestState.ABANDONED)
    if request.state in nobodys or request.accepted_at is None:
        return None
    newest = select(Session.agent_id).where(col(Session.request_id) == request.id)
    ordered = newest.order_by(col(Session.began_at).desc(), col(Session.id).desc())
    return reading.find(Account, reading.session.scalars(ordered).first())


def _offers(reading: Transaction, changes: Changes, desks: Sequence[DeskSocket]) -> Pushes:
    offers = by_id(reading, Offer, changes.offers)
    requests = by_id(reading, Request, {offer.request_id for offer in offers.values()})
    around = surroundings(reading, requests.values())
    for offer in offers.values():
        request = requests[offer.request_id]
        why = changes.withdrawn.get(offer.id, "")
        message = _offer_message(reading, offer, request, why, around)
        for desk in desks:
            if desk.agent_id == offer.agent_id:
                yield desk, message


def _offer_message(
    reading: Transaction, offer: Offer, request: Request, why: str, around: Surroundings
) -> DeskPush:
    if offer.state == OfferState.RINGING:
        return offer_row(offer, request, around)
    winner = _winner(reading, request)
    return OfferClosed(
        offer_id=offer.id,
        request_id=offer.request_id,
        state=cast(names.OfferStateName, offer.state),
        why=why,
        winner_name=winner.name if winner is not None and winner.id != offer.agent_id else None,
    )


def _sessions(reading: Transaction, changes: Changes, desks: Sequence[DeskSocket]) -> Pushes:
    sessions = _changed_sessions(reading, changes)
    people = participants(reading, [session.id for session in sessions])
    ended = [session for session in sessions if session.state == SessionState.ENDED]
    rows = zip(sessions, session_rows(reading, sessions), strict=True)
    for session, row in rows:
        inside = {one.account_id for one in people[session.id]} | {session.agent_id}
        for desk in desks:
            if desk.agent_id in inside:
                yield desk, row
    for session, history in zip(ended, history_rows(reading, ended), strict=True):
        for desk in desks:
            if desk.agent_id == session.agent_id:
                yield desk, history


def _changed_sessions(reading: Transaction, changes: Changes) -> list[Session]:
    """The sessions named, and the live ones of changed requests: their rows show the request too."""
    if not changes.requests:
        return list(by_id(reading, Session, changes.sessions).values())
    of_requests = select(Session).where(
        col(Session.request_id).in_(changes.requests), col(Session.state).in_([*LIVE_SESSION])
    )
    found = {session.id: session for session in reading.session.scalars(of_requests)}
    return list((found | by_id(reading, Session, changes.sessions)).values())


def _marks(reading: Transaction, changes: Changes, desks: Sequence[DeskSocket]) -> Pushes:
    for session_id, people in participants(reading, sorted(changes.marks)).items():
        inside = {one.account_id for one in people}
        for desk in desks:
            if desk.agent_id in inside:
                for one in people:
                    yield desk, Marks(session_id, one.id, one.delivered, one.read)


def _agents(reading: Transaction, changes: Changes, desks: Sequence[DeskSocket]) -> Pushes:
    for agent in by_id(reading, Agent, changes.agents).values():
        mine = [desk for desk in desks if desk.agent_id == agent.id]
        row: Any = agent_row(reading, agent) if mine else None
        for desk in mine:
            yield desk, row


def _ready(session_id: str, desks: Sequence[DeskSocket]) -> list[DeskSocket]:
    """Those that can take lines now; the others ask again when their snapshot is there."""
    ready = []
    for desk in desks:
        # Noted before it is asked: the snapshot may come in between.
        desk.unread.add(session_id)
        if not desk.outlet.holding:
            desk.unread.discard(session_id)
            ready.append(desk)
    return ready


def _agents_in(reading: Transaction, session_id: str) -> set[str | None]:
    return {one.account_id for one in participants(reading, [session_id])[session_id]}
