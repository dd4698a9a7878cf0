"""Putting requests before agents, and taking them away again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from routing.actions import entitlements
from routing.actions.moves import move_request
from routing.clock import Millis
from routing.errors import NotFound
from routing.events import OfferRinging
from routing.lifecycle import (
    TAKEABLE_REQUEST,
    OfferState,
    RequestHappened,
    RequestState,
)
from routing.tables import Agent, Company, Offer, Portal, Queue, Request, Tier
from routing.topology import acd_key, escalation_key
from routing.transaction import Transaction


@dataclass(frozen=True)
class Timing:
    """How long everything may take for one request (ms), from its queue or else from its portal."""

    alert_shown: Millis
    warning_1: Millis
    warning_2: Millis
    escalation: Millis
    escalation_tier_id: str | None
    wrap_up: Millis


def timing_of(tx: Transaction, request: Request) -> Timing:
    """The times that hold for this request."""
    rules: Queue | Portal = (
        tx.get(Queue, request.queue_id) if request.queue_id else tx.get(Portal, request.portal_id)
    )
    return Timing(
        rules.alert_shown,
        rules.warning_1,
        rules.warning_2,
        rules.escalation,
        rules.escalation_tier_id,
        rules.wrap_up,
    )


def lock_takeable(tx: Transaction, request_id: str) -> Request | None:
    """The request, locked, if it still may be offered; None when it moved on, its customer is lost, or
    another one works on it.

    It never waits for the lock: who holds it may be waiting for an agent locked here. A request passed
    over so is matched by the next run of its queue, or rings as one of the backlog, within seconds even
    when nothing calls for it (`routing.actions.stragglers`).
    """
    statement = (
        select(Request)
        .where(col(Request.id) == request_id, col(Request.state).in_([*TAKEABLE_REQUEST]))
        .where(col(Request.lost).is_(False))
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    return tx.session.scalars(statement).first()


def ring(
    tx: Transaction,
    request: Request,
    agents: Iterable[Agent],
    *,
    mode: str,
    kind: str,
    reason: str,
    reminder: int = 0,
) -> list[Offer]:
    """Ring a takeable request (locked) at these agents; one alert at a time for each of them."""
    ringing = _ringing_agents(tx, request.id)
    wanted = [agent for agent in agents if agent.id not in ringing]
    if not wanted:
        return []
    shown = timing_of(tx, request).alert_shown
    offers = [_offer(tx, request, agent, mode, kind, reason, reminder, shown) for agent in wanted]
    if request.state != RequestState.OFFERED:
        move_request(tx, request, RequestHappened.RUNG)
    tx.set_deadline("alert_over", request.id, shown)
    if request.first_offered_at is None:
        _start_clock(tx, request)
    return offers


def ringing_offers(tx: Transaction, request_id: str) -> list[Offer]:
    """The alerts of a request that ring now."""
    statement = select(Offer).where(
        col(Offer.request_id) == request_id, col(Offer.state) == OfferState.RINGING
    )
    return list(tx.session.scalars(statement.order_by(col(Offer.agent_id))))


def fall_silent(tx: Transaction, request: Request, why: str) -> None:
    """When nothing rings any more for an offered request, it waits in its line again, with its age."""
    if request.state == RequestState.OFFERED and not ringing_offers(tx, request.id):
        move_request(tx, request, RequestHappened.SILENCED, why)
        call_agents(tx, request)


def call_agents(tx: Transaction, request: Request) -> None:
    """A waiting request looks for agents: its queue is matched anew. Portals ring when asked (`ring_portal`)."""
    if request.queue_id is not None:
        call_queue(tx, request.queue_id)


def call_queue(tx: Transaction, queue_id: str) -> None:
    """Owe the queue a matching run."""
    key = acd_key(tx.get(Company, tx.company_id).slug, tx.get(Queue, queue_id).key)
    tx.send_task("acd.match", key, tx.company_id, queue_id)


def call_tier(tx: Transaction, request: Request) -> None:
    """Owe the request's tier its orange alerts."""
    key = escalation_key(tx.get(Company, tx.company_id).slug, tx.get(Tier, request.tier_id).key)
    tx.send_task("escalation.alert", key, tx.company_id, request.id)


def ring_portal(tx: Transaction, request: Request, *, reminder: int = 0) -> None:
    """Standard mode: ring a takeable request (locked) at every available agent of its portal."""
    agents = entitlements.available_for_portal(tx, request.portal_id)
    ring(
        tx, request, agents, mode="standard", kind=request.kind, reason="portal", reminder=reminder
    )


def ring_tier(tx: Transaction, request: Request) -> None:
    """Ring an escalated, takeable request (locked) at every available agent of its tier, orange."""
    if request.tier_id is None:
        raise NotFound(what="tier", id=None)
    agents = entitlements.available_for_tier(tx, request.tier_id)
    ring(tx, request, agents, mode="standard", kind="escalated", reason="tier")


def call_again(tx: Transaction, request: Request, *, reminder: int = 0) -> None:
    """A takeable request (locked) looks for agents: in its queue or portal, and at its tier once escalated.

    One whose customer is lost is passed over: it is called again when they are back.
    """
    if request.lost:
        return
    if request.tier_id is not None:
        ring_tier(tx, request)
    if request.queue_id is not None:
        call_agents(tx, request)
    elif request.tier_id is None:
        ring_portal(tx, request, reminder=reminder)


def _ringing_agents(tx: Transaction, request_id: str) -> set[str]:
    tx.session.flush()
    return {offer.agent_id for offer in ringing_offers(tx, request_id)}


def _offer(
    tx: Transaction,
    request: Request,
    agent: Agent,
    mode: str,
    kind: str,
    reason: str,
    reminder: int,
    shown: Millis,
) -> Offer:
    from_now = tx.now + shown
    offer = Offer(
        company_id=tx.company_id,
        request_id=request.id,
        agent_id=agent.id,
        kind=kind,
        mode=mode,
        round=request.round,
        reminder=reminder,
        reason=reason,
        offered_at=tx.now,
        shown_until=from_now,
    )
    tx.add(offer)
    tx.emit(OfferRinging(offer.id, offer.version, reason), request_id=request.id, agent_id=agent.id)
    return offer


def _start_clock(tx: Transaction, request: Request) -> None:
    """The first offer starts the warning levels and the escalation."""
    request.first_offered_at = tx.now
    tx.session.add(request)
    timing = timing_of(tx, request)
    tx.set_deadline("warning_1", request.id, timing.warning_1)
    tx.set_deadline("warning_2", request.id, timing.warning_2)
    if timing.escalation_tier_id is not None:
        tx.set_deadline("escalation", request.id, timing.escalation)
