"""Standard requests that have waited ring one after the other at desks that were not asked yet.

What comes in rings everywhere at once (`routing.actions.ringing.ring_portal`). All that came while nobody
was there would ring at once too; so an agent who becomes available hears who has waited longest, and
each standard alert that ends at their desk is followed by the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import TypeVarTuple

from sqlalchemy import Select, select
from sqlmodel import and_, col, exists, or_

from routing.actions import ringing
from routing.clock import Millis
from routing.lifecycle import TAKEABLE_REQUEST, OfferState, RequestState
from routing.tables import Agent, Offer, PortalAgent, Request, TierMember
from routing.transaction import Transaction

Row = TypeVarTuple("Row")

_AT_TIER = (
    exists()
    .where(col(TierMember.tier_id) == col(Request.tier_id))
    .where(col(TierMember.agent_id) == col(Agent.id))
    .correlate(Request, Agent)
)
_AT_PORTAL = and_(
    col(Request.queue_id).is_(None),
    exists()
    .where(col(PortalAgent.portal_id) == col(Request.portal_id))
    .where(col(PortalAgent.agent_id) == col(Agent.id))
    .correlate(Request, Agent),
)
# The agent let it pass in its present round and has not become free anew since. An escalated request
# does not begin a new round for the portal's agents: it is its tier's turn.
_LET_PASS = (
    exists()
    .where(col(Offer.request_id) == col(Request.id), col(Offer.agent_id) == col(Agent.id))
    .where(col(Offer.state).in_([OfferState.DECLINED, OfferState.EXPIRED]))
    .where(col(Offer.offered_at) >= col(Agent.idle_since))
    .where(
        or_(
            col(Offer.round) == col(Request.round),
            and_(col(Request.tier_id).is_not(None), ~_AT_TIER),
        )
    )
    .correlate(Request, Agent)
)
_RINGS_THERE = (
    exists()
    .where(col(Offer.request_id) == col(Request.id), col(Offer.agent_id) == col(Agent.id))
    .where(col(Offer.state) == OfferState.RINGING)
    .correlate(Request, Agent)
)
_DESK_RINGS = (
    exists()
    .where(col(Offer.agent_id) == col(Agent.id), col(Offer.mode) == "standard")
    .where(col(Offer.state) == OfferState.RINGING)
    .correlate(Agent)
)


def ring_next(tx: Transaction, agent_ids: Collection[str]) -> None:
    """Ring at each of these agents who is available the request that has waited longest of those they
    were not asked for.

    One that somebody else is just changing is passed over: it rings with that change, or by the sweep
    (`routing.actions.stragglers`).
    """
    if not agent_ids:
        return
    tx.session.flush()
    rung: set[str] = set()
    for request_id, rows in groupby(_unasked(tx, agent_ids), itemgetter(0)):
        desks = [(agent_id, at_tier) for _, agent_id, at_tier in rows if agent_id not in rung]
        if desks and _ring(tx, request_id, desks):
            rung.update(agent_id for agent_id, _ in desks)


def ring_silent_desk(tx: Transaction, agent_id: str) -> None:
    """Like `ring_next`, for one agent, unless a standard alert rings at their desk after all."""
    tx.lock(Agent, agent_id)
    rings = select(col(Offer.id)).where(
        col(Offer.agent_id) == agent_id,
        col(Offer.mode) == "standard",
        col(Offer.state) == OfferState.RINGING,
    )
    if tx.session.scalars(rings).first() is None:
        ring_next(tx, [agent_id])


def silent_desks(reading: Transaction, posted_before: Millis) -> list[tuple[str, str]]:
    """(company, agent) of those who can take a request posted before this time (ms) that rings nowhere,
    were not asked for it, and have no standard alert ringing."""
    statement = _could_ring(select(col(Agent.company_id), col(Agent.id))).where(
        col(Request.state) == RequestState.WAITING,
        col(Request.posted_at) < posted_before,
        ~_DESK_RINGS,
    )
    return [(company_id, agent_id) for company_id, agent_id in reading.session.execute(statement)]


def _unasked(tx: Transaction, agent_ids: Iterable[str]) -> list[tuple[str, str, bool]]:
    """(request, agent, whether for the agent's tier) of all that could ring, longest waiting first."""
    statement = (
        _could_ring(select(col(Request.id), col(Agent.id), _AT_TIER))
        .where(col(Agent.id).in_(sorted(agent_ids)))
        .order_by(col(Request.posted_at), col(Request.id), col(Agent.id))
    )
    return [(request, agent, bool(tier)) for request, agent, tier in tx.session.execute(statement)]


def _could_ring(columns: Select[*Row]) -> Select[*Row]:
    """Of every takeable request and every available agent who may take it and was not asked for it."""
    return (
        columns.select_from(Request)
        .join(Agent, col(Agent.company_id) == col(Request.company_id))
        .where(col(Request.state).in_([*TAKEABLE_REQUEST]), col(Request.lost).is_(False))
        # Said once more of the request alone, so that a long queue is not compared with every agent.
        .where(or_(col(Request.queue_id).is_(None), col(Request.tier_id).is_not(None)))
        .where(
            col(Agent.connected),
            col(Agent.status) == "available",
            col(Agent.wrap_up_until).is_(None),
        )
        .where(or_(_AT_TIER, _AT_PORTAL), ~_LET_PASS, ~_RINGS_THERE)
    )


def _ring(tx: Transaction, request_id: str, desks: list[tuple[str, bool]]) -> bool:
    """Ring a request at these (agent, whether for their tier); whether it could be had."""
    request = ringing.lock_takeable(tx, request_id)
    if request is None:
        return False
    for tier in (False, True):
        agents = [tx.get(Agent, agent_id) for agent_id, at_tier in desks if at_tier is tier]
        kind = "escalated" if tier else request.kind
        ringing.ring(tx, request, agents, mode="standard", kind=kind, reason="longest_waiting")
    return True
