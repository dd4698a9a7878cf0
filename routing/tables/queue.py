"""A WebACD queue: who serves it, how the next agent is chosen, and how long everything may take."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from routing.clock import MINUTE, SECOND, Millis
from routing.tables.base import CompanyRow, Versioned, id_column, moment, reference


class Queue(CompanyRow, Versioned, table=True):
    """One queue. Durations are milliseconds; warning and escalation times count from the first offer.

    `strategy` is one of `routing.matching.Strategy`. `default_wait` is the expected wait that is told
    while fewer than ten calls of history exist. `service_level_within`, `service_level_variant` (one of
    `routing.service_level.Variant`) and `short_abandon` say how its service level is reckoned.
    """

    __table_args__ = (UniqueConstraint("company_id", "key"),)

    id: str = id_column()
    key: str = Field(max_length=40)
    name: str = Field(max_length=200)
    strategy: str = Field(default="longest_idle", max_length=20)
    alert_shown: Millis = Field(default=30 * SECOND)
    warning_1: Millis = Field(default=60 * SECOND)
    warning_2: Millis = Field(default=120 * SECOND)
    escalation: Millis = Field(default=180 * SECOND)
    escalation_tier_id: str | None = reference("tier.id", nullable=True)
    wrap_up: Millis = Field(default=0)
    default_wait: Millis = Field(default=3 * MINUTE)
    service_level_within: Millis = Field(default=20 * SECOND)
    service_level_variant: str = Field(default="missed", max_length=16)
    short_abandon: Millis = Field(default=5 * SECOND)
    max_waiting: int | None = Field(default=None)
    paused: bool = Field(default=False)
    created_at: Millis = moment()


class QueueMember(CompanyRow, table=True):
    """An agent who serves a queue; `position` orders them for the linear strategy, lowest first."""

    __tablename__ = "queue_member"

    queue_id: str = reference("queue.id", primary_key=True)
    agent_id: str = reference("agent.id", primary_key=True, index=True)
    position: int = Field(default=0)


class Tier(CompanyRow, table=True):
    """A level of expertise that escalated requests go to."""

    __table_args__ = (UniqueConstraint("company_id", "key"),)

    id: str = id_column()
    key: str = Field(max_length=40)
    name: str = Field(max_length=200)


class TierMember(CompanyRow, table=True):
    """An agent entitled to the requests escalated to a tier."""

    __tablename__ = "tier_member"

    tier_id: str = reference("tier.id", primary_key=True)
    agent_id: str = reference("agent.id", primary_key=True, index=True)
