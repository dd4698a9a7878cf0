"""Live connections of browsers, and the web processes that hold them."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from routing.clock import Millis
from routing.tables.base import CompanyRow, id_column, moment, plain_reference, reference

OPEN = text("closed_at IS NULL")


class WebProcess(SQLModel, table=True):
    """One running web process; it is alive while it keeps renewing `lease_until`.

    One that was given up for dead has the negative of its last lease until its connections are closed.
    """

    __tablename__ = "web_process"

    id: str = id_column()
    started_at: Millis = moment()
    lease_until: Millis = moment()


class Connection(CompanyRow, table=True):
    """One browser connection of an agent (`agent_id`) or of a customer (`request_id`)."""

    __table_args__ = (
        Index("ix_connection_agent_closed", "agent_id", "closed_at"),
        Index("ix_connection_agent_open", "agent_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_connection_request_open", "request_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "ix_connection_process_open", "web_process_id", sqlite_where=OPEN, postgresql_where=OPEN
        ),
    )

    id: str = id_column()
    web_process_id: str = plain_reference(nullable=False)
    agent_id: str | None = reference("agent.id", nullable=True)
    request_id: str | None = reference("request.id", nullable=True)
    opened_at: Millis = moment()
    closed_at: Millis | None = moment(nullable=True)
