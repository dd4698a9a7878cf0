"""An agent's place in routing: availability, room, and the log of the states they were in."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index, Uuid, text
from sqlmodel import Field

from routing.clock import DAY, Millis
from routing.tables.base import CompanyRow, Versioned, id_column, moment, reference

STILL_OPEN = text("ended_at IS NULL")
#: A stretch of a state that lasted no longer is found by its beginning.
USUAL_STRETCH: Millis = 31 * DAY
#: Those that lasted longer, or still do: the few rows of `ix_agent_state_long`, for a query in these
#: very words (see `routing.tables.request.WAITED_LONG`).
LASTED_LONG = text(f"CASE WHEN ended_at - began_at <= {USUAL_STRETCH} THEN 0 ELSE 1 END = 1")


class Agent(CompanyRow, Versioned, table=True):
    """The routing state of one account (same id).

    `sessions` counts the sessions the agent controls, `reserved` the unanswered queue-mode offers
    (0 or 1); both together never exceed `max_sessions`. `idle_since` is when they last became able to
    take something, `last_offered_at` when something was last put before them.
    """

    __table_args__ = (
        CheckConstraint("sessions >= 0 AND reserved >= 0", name="counts_not_negative"),
        CheckConstraint("reserved <= 1", name="one_reserved_offer"),
    )

    id: str = Field(primary_key=True, foreign_key="account.id", sa_type=Uuid(as_uuid=False))
    status: str = Field(default="unavailable", max_length=12)
    reason: str = Field(default="", max_length=80)
    status_since: Millis = moment()
    connected: bool = Field(default=False)
    lost_at: Millis | None = moment(nullable=True)
    wrap_up_until: Millis | None = moment(nullable=True)
    max_sessions: int = Field(default=1)
    sessions: int = Field(default=0)
    reserved: int = Field(default=0)
    auto_unavailable: bool = Field(default=False)
    idle_since: Millis = moment()
    last_offered_at: Millis = Field(default=0, sa_type=BigInteger)


class AgentState(CompanyRow, table=True):
    """One stretch of time an agent spent in one state, for reports; open while `ended_at` is None."""

    __tablename__ = "agent_state"
    __table_args__ = (
        Index("ix_agent_state_began", "company_id", "began_at"),
        Index(
            "ix_agent_state_long",
            "company_id",
            "began_at",
            sqlite_where=LASTED_LONG,
            postgresql_where=LASTED_LONG,
        ),
        Index(
            "uq_agent_state_open",
            "agent_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
    )

    id: str = id_column()
    agent_id: str = reference("agent.id", index=True)
    state: str = Field(max_length=20)
    reason: str = Field(default="", max_length=80)
    began_at: Millis = moment()
    ended_at: Millis | None = moment(nullable=True)
