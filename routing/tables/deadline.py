"""A deadline: the truth of every timer. A message that fires late, twice or never does no harm."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, id_column, moment, plain_reference


class Deadline(CompanyRow, table=True):
    """Something to do at `due_at` with the subject; whether it still has to be, the subject's row says."""

    __table_args__ = (
        Index("ix_deadline_due", "due_at"),
        Index("ix_deadline_subject", "subject_id", "kind"),
    )

    id: str = id_column()
    kind: str = Field(max_length=30)
    subject_id: str = plain_reference(nullable=False)
    due_at: Millis = moment()
    created_at: Millis = moment()
