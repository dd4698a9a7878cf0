"""How often the pages that carry a portal's button were seen."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from routing.clock import MINUTE, Millis
from routing.tables.base import CompanyRow, id_column, moment, reference

#: Views are counted by quarter hours: every zone's days and hours begin on one.
SLOT: Millis = 15 * MINUTE


class PageView(CompanyRow, table=True):
    """Views of one address in one quarter hour. `slot` is when it began; nobody is told apart.

    `url` is without query and fragment, which may name people.
    """

    __tablename__ = "page_view"
    __table_args__ = (
        UniqueConstraint("portal_id", "slot", "url"),
        Index("ix_page_view_slot", "company_id", "slot"),
    )

    id: str = id_column()
    portal_id: str = reference("portal.id")
    url: str = Field(max_length=1_000)
    slot: Millis = moment()
    views: int = Field(default=0)
