"""A request: one customer asking for help once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from routing.clock import DAY, Millis
from routing.tables.base import CompanyRow, Versioned, document, id_column, moment, reference

# What the sweep of stragglers looks for, in every company at once.
UNSERVED = text("state IN ('posted', 'waiting', 'offered')")
#: Who was answered or left sooner is found near the time when that happened.
USUAL_WAIT: Millis = 2 * DAY
#: Who waited longer, or still does. A query that says it in these very words reads the few rows of
#: `ix_request_long_wait`; that something equals 1, both databases take for rare, as it is.
WAITED_LONG = text(
    f"CASE WHEN coalesce(accepted_at, closed_at) - posted_at <= {USUAL_WAIT} THEN 0 ELSE 1 END = 1"
)


class Request(CompanyRow, Versioned, table=True):
    """One request and where it is now.

    `state` is one of `routing.lifecycle.RequestState`. `line_since` is what it is ordered by in its
    line: the time it entered, or far before all others (negative) when it came back to the head of it.
    `round` counts how often everybody was asked anew: an agent who let one pass is asked again in the
    next round. `last_seen_at` is when the customer was last connected; `lost` is set after a minute
    unseen (its place is kept, it is passed over). `line_agent_id` owns the line it stands in when the
    state is `in_line`. `end_reason` says how a final state came about.
    """

    __table_args__ = (
        Index("ix_request_line", "company_id", "queue_id", "state", "line_since"),
        Index("ix_request_open", "company_id", "state"),
        Index("ix_request_unserved", "posted_at", sqlite_where=UNSERVED, postgresql_where=UNSERVED),
        Index("ix_request_posted", "company_id", "posted_at"),
        Index(
            "ix_request_long_wait",
            "company_id",
            "posted_at",
            sqlite_where=WAITED_LONG,
            postgresql_where=WAITED_LONG,
        ),
        Index("ix_request_portal_state", "portal_id", "state"),
    )

    id: str = id_column()
    portal_id: str = reference("portal.id")
    queue_id: str | None = reference("queue.id", nullable=True)
    tier_id: str | None = reference("tier.id", nullable=True)
    state: str = Field(default="posted", max_length=12)
    kind: str = Field(default="new", max_length=12)
    priority: int = Field(default=0)
    customer_name: str = Field(default="", max_length=300)
    customer_email: str = Field(default="", max_length=254)
    question: str = Field(default="")
    form: dict[str, Any] = document()
    language: str = Field(default="en", max_length=8)
    page_url: str = Field(default="", max_length=2000)
    referrer: str = Field(default="", max_length=2000)
    user_agent: str = Field(default="", max_length=400)
    posted_at: Millis = moment()
    line_since: Millis = moment()
    first_offered_at: Millis | None = moment(nullable=True)
    round: int = Field(default=1)
    warning_level: int = Field(default=0)
    last_seen_at: Millis = moment()
    connected: bool = Field(default=False)
    lost: bool = Field(default=False)
    line_agent_id: str | None = reference("agent.id", nullable=True)
    accepted_at: Millis | None = moment(nullable=True)
    closed_at: Millis | None = moment(nullable=True)
    end_reason: str = Field(default="", max_length=40)


class PostedKey(CompanyRow, table=True):
    """The idempotency key a request was posted under; the same key gives the same request for 24 h."""

    __tablename__ = "posted_key"
    __table_args__ = (UniqueConstraint("portal_id", "key"),)

    id: str = id_column()
    portal_id: str = reference("portal.id")
    key: str = Field(max_length=100)
    content_hash: str = Field(max_length=64)
    request_id: str = reference("request.id")
    created_at: Millis = moment(index=True)
