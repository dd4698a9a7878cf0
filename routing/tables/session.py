"""A support session, the people in it, what they wrote, and how it ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, Versioned, document, id_column, moment, reference

IN_CONTROL = text("controlling AND left_at IS NULL")


class Session(CompanyRow, Versioned, table=True):
    """What begins when an agent has accepted. `agent_id` is who is in control (or was, at the end).

    `next_line` is the number the next chat line gets (a later session of the same request goes on counting
    where the one before stopped: it is one conversation); `wrap_up` the milliseconds of after-work
    given, or taken when the agent was ready earlier.
    """

    __table_args__ = (
        Index("ix_session_agent_state", "agent_id", "state"),
        Index("ix_session_began", "company_id", "began_at"),
        Index("ix_session_state", "company_id", "state"),
    )

    id: str = id_column()
    number: str = Field(max_length=9, unique=True)
    request_id: str = reference("request.id", index=True)
    portal_id: str = reference("portal.id")
    queue_id: str | None = reference("queue.id", nullable=True)
    agent_id: str = reference("agent.id")
    state: str = Field(default="connecting", max_length=14)
    began_at: Millis = moment()
    active_at: Millis | None = moment(nullable=True)
    ended_at: Millis | None = moment(nullable=True)
    ended_by: str = Field(default="", max_length=12)
    resolution: str = Field(default="", max_length=12)
    ticket: str = Field(default="", max_length=80)
    notes: str = Field(default="")
    wrap_up: Millis = Field(default=0)
    next_line: int = Field(default=1)


class Participant(CompanyRow, table=True):
    """Somebody in a session: `kind` is agent, customer or endpoint.

    `delivered` and `read` are the numbers of the last chat line that reached and was seen by them.
    """

    __table_args__ = (
        Index(
            "uq_participant_in_control",
            "session_id",
            unique=True,
            sqlite_where=IN_CONTROL,
            postgresql_where=IN_CONTROL,
        ),
    )

    id: str = id_column()
    session_id: str = reference("session.id", index=True)
    kind: str = Field(max_length=10)
    account_id: str | None = reference("account.id", nullable=True)
    name: str = Field(default="", max_length=300)
    hidden: bool = Field(default=False)
    controlling: bool = Field(default=False)
    joined_at: Millis = moment()
    left_at: Millis | None = moment(nullable=True)
    delivered: int = Field(default=0)
    read: int = Field(default=0)


class ChatLine(CompanyRow, table=True):
    """One line of a session's conversation. The writer's side makes `id`, so a retry never doubles.

    `number` counts from 1 through all sessions of the request; `author` is agent, customer or system;
    a system line has a `code` and no text of its own.
    """

    __tablename__ = "chat_line"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: str = id_column()
    session_id: str = reference("session.id", index=True)
    number: int = Field()
    author: str = Field(max_length=10)
    author_id: str | None = reference("participant.id", nullable=True)
    author_name: str = Field(default="", max_length=300)
    code: str = Field(default="", max_length=40)
    text: str = Field(default="")
    written_at: Millis = moment()


class Survey(CompanyRow, table=True):
    """What the customer thought of a session: one of five faces (1 worst to 5 best) and a comment.

    `answers` are those of the portal's post-session form, by field name.
    """

    session_id: str = reference("session.id", primary_key=True)
    face: int = Field(ge=1, le=5)
    comment: str = Field(default="")
    answers: dict[str, Any] = document()
    answered_at: Millis = moment()
