"""A person who signs in: agent, supervisor, manager or administrator."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, id_column, moment


class Account(CompanyRow, table=True):
    """One person's account. `session_epoch` is raised to end every signed-in browser at once."""

    __table_args__ = (UniqueConstraint("login"),)

    id: str = id_column()
    login: str = Field(max_length=80)
    email: str = Field(default="", max_length=254)
    name: str = Field(max_length=300)
    password_hash: str = Field(max_length=200)
    role: str = Field(max_length=20)
    language: str = Field(default="en", max_length=8)
    theme: str = Field(default="system", max_length=10)
    active: bool = Field(default=True)
    session_epoch: int = Field(default=1)
    created_at: Millis = moment()
