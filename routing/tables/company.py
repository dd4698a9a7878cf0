"""A company: the tenant whose portals, queues, people and reports stand apart from all others."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from routing.clock import Millis
from routing.tables.base import id_column, moment


class Company(SQLModel, table=True):
    """One tenant. `time_zone` (IANA name) decides what a day is in its reports."""

    id: str = id_column()
    slug: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=200)
    time_zone: str = Field(default="UTC", max_length=60)
    created_at: Millis = moment()
