"""The record of what happened: one row an event, written in the transaction that made it happen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, document, id_column, moment, plain_reference


class EventRow(CompanyRow, table=True):
    """One event as it was published: `name` and `major` say its type, `data` its fields."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_company_at", "company_id", "at"),)

    id: str = id_column()
    name: str = Field(max_length=60)
    major: int = Field(default=1)
    at: Millis = moment()
    request_id: str | None = plain_reference(index=True)
    session_id: str | None = plain_reference(index=True)
    agent_id: str | None = plain_reference()
    data: dict[str, Any] = document()
