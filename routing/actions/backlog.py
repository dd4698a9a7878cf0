"""Standard requests that have waited ring one after the other at desks that were not asked yet.

What comes in rings everywhere at once (`routing.actions.ringing.ring_portal`). All that came while nobody
was there would ring at once too; so an agent who becomes available hears who has waited longest, and
a standard alert that ends at their desk is followed by the next when no other rings there.
"""

from __future__ import annotations

from collections.abc import Collection
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

# Said of the request alone, so that a long queue is not compared with every agent.
_OPEN = and_(
    col(Request.state).in_([*TAKEABLE_REQUEST]),
    col(Request.lost).is_(False),
    or_(col(Request.queue_id).is_(None), col(Request.tier_id).is_not(None)),
)
_AVAILABLE = and_(
    col(Agent.connected), col(Agent.status) == "available", col(Agent.wrap_up_until).is_(None)
)

#: Requests compared with the agents at a time: mostly the first of them is for everybody.
PART = 20


def ring_next(tx: Transaction, agent_ids: Collection[str]) -> None:
    """Ring at each of these agents who is available, and at whose desk no standard alert rings, the
    request that has waited longest of those they were not asked for.

    One that somebody else is just changing is passed over: it rings with that change, or by the sweep
    (`routing.actions.stragglers`).
    """
    if not agent_ids:
        return
    tx.session.flush()
    silent = _silent(tx, agent_ids)
    waiting = _waiting(tx) if silent else []
    for begin in range(0, len(waiting), PART):
        unasked = _unasked(tx, silent, waiting[begin : begin + PART])
        for request_id, rows in groupby(unasked, itemgetter(0)):
            desks = [(agent_id, at_tier) for _, agent_id, at_tier in rows if agent_id in silent]
            if desks and _ring(tx, request_id, desks):
                silent.difference_update(agent_id for agent_id, _ in desks)
        if not silent:
            return


def ring_silent_desk(tx: Transaction, agent_id: str) -> None:
    """Like `ring_next`, for one agent, whose row is locked first."""
    tx.lock(Agent, agent_id)
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


def _silent(tx: Transaction, agent_ids: Collection[str]) -> set[str]:
    """Those of these agents who are available and at whose desk no standard alert rings."""
    statement = select(col(Agent.id)).where(
        col(Agent.id).in_(sorted(agent_ids)), _AVAILABLE, ~_DESK_RINGS
    )
    return set(tx.session.scalars(statement))


def _waiting(tx: Transaction) -> list[str]:
    """The requests that could ring somewhere, longest waiting first."""
    statement = select(col(Request.id)).where(_OPEN)
    return list(tx.session.scalars(statement.order_by(col(Request.posted_at), col(Request.id))))


def _unasked(
    tx: Transaction, agent_ids: Collection[str], request_ids: Collection[str]
) -> list[tuple[str, str, bool]]:
    """(request, agent, whether for the agent's tier) of these that could ring, longest waiting first."""
    statement = (
        _could_ring(select(col(Request.id), col(Agent.id), _AT_TIER))
        .where(col(Agent.id).in_(sorted(agent_ids)), col(Request.id).in_(request_ids))
        .order_by(col(Request.posted_at), col(Request.id), col(Agent.id))
    )
    return [(request, agent, bool(tier)) for request, agent, tier in tx.session.execute(statement)]


def _could_ring(columns: Select[*Row]) -> Select[*Row]:
    """Of every takeable request and every available agent who may take it and was not asked for it."""
    return (
        columns.select_from(Request)
        .join(Agent, col(Agent.company_id) == col(Request.company_id))
        .where(_OPEN, _AVAILABLE, or_(_AT_TIER, _AT_PORTAL), ~_LET_PASS, ~_RINGS_THERE)
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
