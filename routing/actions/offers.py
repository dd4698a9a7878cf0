"""Offers: matching a queue, and an agent's yes, no or silence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlmodel import col, select

from routing.actions import (
    agent_states,
    backlog,
    entitlements,
    filling,
    meeting,
    ringing,
    room,
    withdrawing,
)
from routing.actions.moves import move_offer, move_request
from routing.database import Database
from routing.errors import AgentNotAvailable, AlreadyTaken, NotFound, OfferGone
from routing.lifecycle import (
    TAKEABLE_REQUEST,
    OfferHappened,
    OfferState,
    RequestHappened,
    RequestState,
)
from routing.matching import Candidate, Match, Rules, Strategy, Waiting, match
from routing.permissions import Actor, Permission, require
from routing.tables import Account, Agent, Offer, Queue, QueueMember, Request
from routing.transaction import Transaction


@dataclass(frozen=True)
class Accepted:
    """What came of a yes: the session, or a place in the agent's own line (`state` in_line, else accepted)."""

    request_id: str
    session_id: str | None
    state: str


def match_queue(database: Database, company_id: str, queue_id: str) -> int:
    """Match one queue's waiting requests with its agents under the queue's lock; how many were offered."""
    return database.run(company_id, partial(match_locked_queue, queue_id=queue_id))


def match_locked_queue(tx: Transaction, queue_id: str) -> int:
    """Like `match_queue`, in a transaction of the caller's."""
    queue = tx.lock(Queue, queue_id)
    if queue.paused:
        return 0
    rules = Rules(Strategy(queue.strategy))
    matches = match(_waiting(tx, queue_id), _candidates(tx, queue_id), rules)
    return sum(_put_before(tx, found) for found in matches)


def accept(tx: Transaction, actor: Actor, offer_id: str) -> Accepted:
    """The agent says yes to an alert. Saying it twice gives the first answer again.

    Raises `AgentNotAvailable` for an agent without a live connection, `AlreadyTaken` naming the winner,
    `OfferGone` when the customer is no longer there to be helped.
    """
    require(actor, Permission.SERVE)
    offer = _own_offer(tx, actor, offer_id)
    request = tx.lock(Request, offer.request_id)
    tx.session.refresh(offer)
    return _take(tx, actor, request, offer)


def accept_request(tx: Transaction, actor: Actor, request_id: str) -> Accepted:
    """The agent answers a row of the list. Raises as `accept`; `NotFound` when it is not theirs to see."""
    require(actor, Permission.SERVE)
    request = tx.lock(Request, request_id)
    offer = _latest_offer(tx, actor.account_id, request_id)
    if offer is None and not entitlements.of_agent(tx, actor.account_id).cover(request):
        raise NotFound(what="request", id=request_id)
    return _take(tx, actor, request, offer)


def decline(tx: Transaction, actor: Actor, offer_id: str) -> None:
    """The agent says no: nothing happens when the alert no longer rings, else the next agent is asked."""
    require(actor, Permission.SERVE)
    offer = _own_offer(tx, actor, offer_id)
    request = tx.lock(Request, offer.request_id)
    tx.session.refresh(offer)
    if offer.state != OfferState.RINGING:
        return
    _end_ringing(tx, request, [offer], OfferHappened.NO, "declined")


def expire(tx: Transaction, request_id: str) -> None:
    """End the alerts of a request whose time is over; it waits on, answerable from the list."""
    request = tx.lock(Request, request_id)
    over = [
        offer for offer in ringing.ringing_offers(tx, request_id) if offer.shown_until <= tx.now
    ]
    if over:
        _end_ringing(tx, request, over, OfferHappened.TIMED_OUT, "expired")


def _end_ringing(
    tx: Transaction, request: Request, offers: list[Offer], happened: OfferHappened, why: str
) -> None:
    freed = []
    for offer in offers:
        move_offer(tx, offer, happened)
        if withdrawing.release_place(tx, offer):
            freed.append(offer.agent_id)
    ringing.fall_silent(tx, request, why)
    for agent_id in freed:
        # They keep their place among the idle: others of their queues may ring now.
        filling.serve_line(tx, agent_id)
        filling.call_queues(tx, agent_id)
    filling.ring_next_after(tx, offers)


def _take(tx: Transaction, actor: Actor, request: Request, offer: Offer | None) -> Accepted:
    if request.state not in TAKEABLE_REQUEST:
        return _what_came_of_it(tx, actor, request)
    if not tx.lock(Agent, actor.account_id).connected:
        # Nobody would notice if this agent never came: only live connections are watched.
        raise AgentNotAvailable(reason="not_connected")
    if _take_place(tx, actor.account_id, offer):
        session_id = meeting.open_session(tx, request, actor.account_id, RequestHappened.TAKEN).id
    else:
        request.line_agent_id = actor.account_id
        move_request(tx, request, RequestHappened.TAKEN_IN_LINE)
        session_id = None
    _settle_offers(tx, actor, request, offer)
    return _accepted(request, session_id)


def _take_place(tx: Transaction, agent_id: str, offer: Offer | None) -> bool:
    """The place this alert holds, or a free one, or else the last one that another alert holds."""
    reserved = offer is not None and offer.state == OfferState.RINGING and offer.mode == "queue"
    if room.take(tx, agent_id, reserved=reserved):
        return True
    agent = tx.lock(Agent, agent_id)
    held = agent.reserved > 0 and agent.sessions < agent.max_sessions
    return held and withdrawing.give_up_reserved(tx, agent_id)


def _settle_offers(tx: Transaction, actor: Actor, request: Request, offer: Offer | None) -> None:
    """The winner's alert is answered, everybody else's goes and names the winner; then the next may ring."""
    if offer is not None and offer.state in (OfferState.RINGING, OfferState.EXPIRED):
        move_offer(tx, offer, OfferHappened.YES)
    keep = offer.id if offer is not None else None
    withdrawn = withdrawing.withdraw_all(tx, request, "taken", actor.account_id, keep)
    filling.alerts_gone(tx, withdrawn)
    _next_for_winner(tx, actor.account_id, offer)


def _next_for_winner(tx: Transaction, agent_id: str, offer: Offer | None) -> None:
    """A queue asks an agent for one answer at a time: with room left, the answer calls for the next."""
    agent = tx.lock(Agent, agent_id)
    if agent_states.is_available(agent) and agent_states.has_room(agent):
        filling.call_queues(tx, agent_id)
    if offer is not None and offer.mode == "standard":
        filling.ring_next_after(tx, [offer])
    else:
        # An escalated request whose queue alert they gave up for this one may be all that is left to ring.
        backlog.ring_silent_desk(tx, agent_id)


def _what_came_of_it(tx: Transaction, actor: Actor, request: Request) -> Accepted:
    """The answer to a yes that came when the request was no longer to be had."""
    if request.state == RequestState.IN_LINE and request.line_agent_id is not None:
        return _mine_or_taken(tx, actor, request, request.line_agent_id, None)
    session = meeting.live_session(tx, request.id)
    if session is None:
        raise OfferGone(state=request.state)
    return _mine_or_taken(tx, actor, request, session.agent_id, session.id)


def _mine_or_taken(
    tx: Transaction, actor: Actor, request: Request, winner_id: str, session_id: str | None
) -> Accepted:
    if winner_id != actor.account_id:
        raise AlreadyTaken(winner=tx.get(Account, winner_id).name)
    return _accepted(request, session_id)


def _accepted(request: Request, session_id: str | None) -> Accepted:
    return Accepted(request.id, session_id, "in_line" if session_id is None else "accepted")


def _own_offer(tx: Transaction, actor: Actor, offer_id: str) -> Offer:
    offer = tx.find(Offer, offer_id)
    if offer is None or offer.agent_id != actor.account_id:
        raise NotFound(what="offer", id=offer_id)
    return offer


def _latest_offer(tx: Transaction, agent_id: str, request_id: str) -> Offer | None:
    statement = select(Offer).where(
        col(Offer.agent_id) == agent_id, col(Offer.request_id) == request_id
    )
    return tx.session.scalars(statement.order_by(col(Offer.id).desc())).first()


def _waiting(tx: Transaction, queue_id: str) -> list[Waiting]:
    statement = select(Request).where(
        col(Request.queue_id) == queue_id,
        col(Request.state) == RequestState.WAITING,
        col(Request.lost).is_(False),
    )
    requests = list(tx.session.scalars(statement))
    passed = _passed(tx, queue_id)
    return [
        Waiting(r.id, r.line_since, r.priority, frozenset(passed.get(r.id, ()))) for r in requests
    ]


def _passed(tx: Transaction, queue_id: str) -> dict[str, set[str]]:
    """Who let which waiting request pass in its present round, and has not become free anew since."""
    statement = (
        select(Offer.request_id, Offer.agent_id)
        .join(Request, col(Request.id) == col(Offer.request_id))
        .join(Agent, col(Agent.id) == col(Offer.agent_id))
        .where(col(Request.queue_id) == queue_id, col(Request.state) == RequestState.WAITING)
        .where(
            col(Offer.round) == col(Request.round), col(Offer.offered_at) >= col(Agent.idle_since)
        )
        .where(col(Offer.state).in_([OfferState.DECLINED, OfferState.EXPIRED]))
    )
    passed: dict[str, set[str]] = {}
    for request_id, agent_id in tx.session.execute(statement):
        passed.setdefault(request_id, set()).add(agent_id)
    return passed


def _candidates(tx: Transaction, queue_id: str) -> list[Candidate]:
    statement = (
        select(Agent, QueueMember.position)
        .join(QueueMember, col(QueueMember.agent_id) == col(Agent.id))
        .where(col(QueueMember.queue_id) == queue_id, col(Agent.reserved) == 0)
        .execution_options(populate_existing=True)
    )
    return [
        Candidate(
            agent.id,
            agent.max_sessions - agent.sessions,
            agent.sessions,
            agent.idle_since,
            agent.last_offered_at,
            position,
        )
        for agent, position in tx.session.execute(statement)
        if agent_states.is_available(agent) and agent_states.has_room(agent)
    ]


def _put_before(tx: Transaction, found: Match) -> int:
    """Make the offer of one match if both sides still are as they were; 1 when it was made."""
    request = ringing.lock_takeable(tx, found.request_id)
    if (
        request is None
        or request.state != RequestState.WAITING
        or not room.reserve(tx, found.agent_id)
    ):
        return 0
    agent = tx.lock(Agent, found.agent_id)
    ringing.ring(
        tx,
        request,
        [agent],
        mode="queue",
        kind=request.kind,
        reason=found.reason,
        reminder=request.warning_level,
    )
    return 1
