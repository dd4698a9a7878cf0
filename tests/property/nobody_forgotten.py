"""Nobody waits beside an agent who could take them, unless that agent was asked or is about to be."""

from sqlalchemy import Select, select
from sqlmodel import col

from routing.actions import agent_states
from routing.lifecycle import TAKEABLE_REQUEST, OfferState, RequestState
from routing.tables import (
    Agent,
    Offer,
    OutboxMessage,
    PortalAgent,
    QueueMember,
    Request,
    TierMember,
)
from routing.transaction import Transaction

Entitled = dict[str, set[str]]


def check(reading: Transaction, requests: list[Request], ringing: list[Offer]) -> None:
    """Assert it for every takeable request, in standard mode, in a queue and at a tier."""
    open_requests = [r for r in requests if r.state in TAKEABLE_REQUEST and not r.lost]
    agents = [a for a in reading.session.scalars(select(Agent)) if agent_states.is_available(a)]
    if not open_requests or not agents:
        return
    passed = _let_pass(reading, open_requests)
    owed = _owed(reading)
    _desks_ring(reading, open_requests, agents, ringing, passed, owed)
    _queues_are_called(reading, open_requests, agents, passed, owed)


def _desks_ring(
    reading: Transaction,
    requests: list[Request],
    agents: list[Agent],
    ringing: list[Offer],
    passed: dict[tuple[str, str], int],
    owed: set[tuple[str, str]],
) -> None:
    """Standard alerts: an available agent's desk is silent only when they let every one of them pass."""
    busy = {offer.agent_id for offer in ringing if offer.mode == "standard"}
    # An escalated request may still ring at one of its tier as its queue's alert.
    rings = {(offer.request_id, offer.agent_id) for offer in ringing}
    portals = _members(reading, select(col(PortalAgent.portal_id), col(PortalAgent.agent_id)))
    tiers = _members(reading, select(col(TierMember.tier_id), col(TierMember.agent_id)))
    for request in requests:
        if request.tier_id is not None:
            entitled = tiers.get(request.tier_id, set())
            entitled = set() if ("escalation.alert", request.id) in owed else entitled
        else:
            entitled = portals.get(request.portal_id, set()) if not request.queue_id else set()
        for agent in agents:
            silent = agent.id not in busy and (request.id, agent.id) not in rings
            if agent.id in entitled and silent:
                asked = passed.get((request.id, agent.id), -1) >= agent.idle_since
                assert asked, "nobody waits beside a silent desk"


def _queues_are_called(
    reading: Transaction,
    requests: list[Request],
    agents: list[Agent],
    passed: dict[tuple[str, str], int],
    owed: set[tuple[str, str]],
) -> None:
    """Queue mode: somebody waits beside an agent with room only while a matching run is owed."""
    queues = _members(reading, select(col(QueueMember.queue_id), col(QueueMember.agent_id)))
    for request in requests:
        if request.state != RequestState.WAITING or request.queue_id is None:
            continue
        if ("acd.match", request.queue_id) in owed:
            continue
        for agent in agents:
            could = agent_states.has_room(agent) and agent.reserved == 0
            if could and agent.id in queues.get(request.queue_id, set()):
                asked = passed.get((request.id, agent.id), -1) >= agent.idle_since
                assert asked, "nobody waits beside room that no run will fill"


def _let_pass(reading: Transaction, requests: list[Request]) -> dict[tuple[str, str], int]:
    """When each agent was last asked for each request in its present round, and let it pass."""
    rounds = {request.id: request.round for request in requests}
    statement = select(Offer).where(
        col(Offer.request_id).in_(rounds),
        col(Offer.state).in_([OfferState.DECLINED, OfferState.EXPIRED]),
    )
    last: dict[tuple[str, str], int] = {}
    for offer in reading.session.scalars(statement.order_by(col(Offer.offered_at))):
        if offer.round == rounds[offer.request_id]:
            last[offer.request_id, offer.agent_id] = offer.offered_at
    return last


def _owed(reading: Transaction) -> set[tuple[str, str]]:
    """(task, subject id) of the task messages that are still to come."""
    statement = select(OutboxMessage).where(
        col(OutboxMessage.task).in_(["acd.match", "escalation.alert"])
    )
    return {(str(row.task), row.body["args"][1]) for row in reading.session.scalars(statement)}


def _members(reading: Transaction, statement: Select[str, str]) -> Entitled:
    members: Entitled = {}
    for group_id, agent_id in reading.session.execute(statement):
        members.setdefault(group_id, set()).add(agent_id)
    return members
