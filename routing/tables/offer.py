"""An offer: a request put before one agent; what the agent sees of it is the alert."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, Versioned, id_column, moment, reference

RINGING = text("state = 'ringing'")


class Offer(CompanyRow, Versioned, table=True):
    """One request before one agent.

    `kind` is the alert's kind (`new`, `for_you`, `escalated`, `invitation`); `mode` is `standard` or
    `queue` (a queue-mode offer holds one place of the agent's room while it rings). `shown_until` is
    when it stops ringing; `reason` says why this agent; `reminder` is 0 for a first alert, else the
    warning level it reminds of.
    """

    __table_args__ = (
        Index(
            "uq_offer_ringing",
            "request_id",
            "agent_id",
            unique=True,
            sqlite_where=RINGING,
            postgresql_where=RINGING,
        ),
        Index("ix_offer_agent_state", "agent_id", "state"),
        Index("ix_offer_request_state", "request_id", "state"),
    )

    id: str = id_column()
    request_id: str = reference("request.id")
    agent_id: str = reference("agent.id")
    kind: str = Field(default="new", max_length=12)
    mode: str = Field(default="standard", max_length=10)
    state: str = Field(default="ringing", max_length=12)
    round: int = Field(default=1)
    reminder: int = Field(default=0)
    reason: str = Field(default="", max_length=80)
    offered_at: Millis = moment()
    shown_until: Millis = moment()
    answered_at: Millis | None = moment(nullable=True)
