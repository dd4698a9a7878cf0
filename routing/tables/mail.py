"""Mail that the product sends: every message is a row before it goes anywhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, document, id_column, moment


class MailMessage(CompanyRow, table=True):
    """One message. `state` is queued, sent, kept (no mail server is configured) or failed.

    `attachments` lists `{"name", "path", "sha256"}`, paths relative to the export folder.
    `message_id` is the header by which a receiver knows a message sent twice for one.
    """

    __tablename__ = "mail_message"
    __table_args__ = (Index("ix_mail_message_created", "company_id", "created_at"),)

    id: str = id_column()
    recipients: list[str] = document(list)
    subject: str = Field(max_length=300)
    body: str = Field()
    attachments: list[dict[str, Any]] = document(list)
    message_id: str = Field(max_length=200)
    state: str = Field(default="queued", max_length=10)
    attempts: int = Field(default=0)
    problem: str = Field(default="", max_length=500)
    created_at: Millis = moment()
    finished_at: Millis | None = moment(nullable=True)
