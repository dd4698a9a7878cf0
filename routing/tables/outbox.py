"""Messages that are owed to the broker, written in the transaction whose outcome they tell."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, document, id_column, moment


class OutboxMessage(CompanyRow, table=True):
    """One message to publish and then delete. Whoever holds the lease publishes it.

    `task` is the name of a Celery task (the body then holds its `args`), or None for a plain event.
    """

    __tablename__ = "outbox"

    id: str = id_column()
    exchange: str = Field(max_length=40)
    routing_key: str = Field(max_length=200)
    task: str | None = Field(default=None, max_length=60)
    body: dict[str, Any] = document()
    created_at: Millis = moment()
    lease_until: Millis = moment(index=True)
