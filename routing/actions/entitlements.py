"""Which portals, queues and tiers an agent serves, and who serves a given one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from routing.lifecycle import TAKEABLE_REQUEST
from routing.tables import Agent, PortalAgent, QueueMember, Request, TierMember
from routing.transaction import Transaction


@dataclass(frozen=True)
class Entitlements:
    """The ids of what one agent serves."""

    portals: frozenset[str]
    queues: frozenset[str]
    tiers: frozenset[str]

    def cover(self, request: Request) -> bool:
        """Whether the agent may see and take this request."""
        if request.tier_id is not None and request.tier_id in self.tiers:
            return True
        if request.queue_id is not None:
            return request.queue_id in self.queues
        return request.portal_id in self.portals


def of_agent(tx: Transaction, agent_id: str) -> Entitlements:
    """What this agent serves."""
    portals = select(PortalAgent.portal_id).where(col(PortalAgent.agent_id) == agent_id)
    queues = select(QueueMember.queue_id).where(col(QueueMember.agent_id) == agent_id)
    tiers = select(TierMember.tier_id).where(col(TierMember.agent_id) == agent_id)
    return Entitlements(
        frozenset(tx.session.scalars(portals)),
        frozenset(tx.session.scalars(queues)),
        frozenset(tx.session.scalars(tiers)),
    )


def open_requests(tx: Transaction, entitled: Entitlements) -> list[Request]:
    """The requests still to be taken that somebody with these entitlements sees, oldest first."""
    statement = (
        select(Request)
        .where(
            col(Request.state).in_([*TAKEABLE_REQUEST]),
            or_(
                col(Request.queue_id).in_(entitled.queues),
                col(Request.tier_id).in_(entitled.tiers),
                (col(Request.queue_id).is_(None)) & (col(Request.portal_id).in_(entitled.portals)),
            ),
        )
        .order_by(col(Request.posted_at), col(Request.id))
    )
    return list(tx.session.scalars(statement))


def available_for_portal(tx: Transaction, portal_id: str) -> list[Agent]:
    """The available agents entitled to a portal, in a fixed order."""
    statement = select(Agent).join(PortalAgent, col(PortalAgent.agent_id) == col(Agent.id))
    return _available(tx, statement.where(col(PortalAgent.portal_id) == portal_id))


def available_for_tier(tx: Transaction, tier_id: str) -> list[Agent]:
    """The available agents entitled to a tier, in a fixed order."""
    statement = select(Agent).join(TierMember, col(TierMember.agent_id) == col(Agent.id))
    return _available(tx, statement.where(col(TierMember.tier_id) == tier_id))


def _available(tx: Transaction, statement: SelectOfScalar[Agent]) -> list[Agent]:
    ready = statement.where(
        col(Agent.connected), col(Agent.status) == "available", col(Agent.wrap_up_until).is_(None)
    )
    return list(
        tx.session.scalars(ready.order_by(col(Agent.id)).execution_options(populate_existing=True))
    )
