"""Nightly exports: what a company wants written, and what was written for which day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, document, id_column, moment, reference


class ExportPlan(CompanyRow, table=True):
    """What is exported each night. `reports` are kinds of report; `mail_to` are addresses.

    The files always go into the company's folder and are removed `keep_days` days later (0: never);
    `begins` is the first day that is exported by itself ("2026-11-20").
    """

    __tablename__ = "export_plan"
    __table_args__ = (UniqueConstraint("company_id"),)

    id: str = id_column()
    active: bool = Field(default=True)
    reports: list[str] = document(list)
    mail_to: list[str] = document(list)
    language: str = Field(default="en", max_length=8)
    keep_days: int = Field(default=90)
    begins: str = Field(max_length=10)
    changed_at: Millis = moment()


class ExportSlot(CompanyRow, table=True):
    """One day's export of a company: there is one, however often it is started.

    `state` is writing, done or removed; whoever writes holds it until `lease_until`. `files` lists
    `{"name", "report", "rows", "bytes", "sha256"}`; `problem` is why the last attempt failed.
    """

    __tablename__ = "export_slot"
    __table_args__ = (UniqueConstraint("company_id", "day"),)

    id: str = id_column()
    day: str = Field(max_length=10)
    state: str = Field(default="writing", max_length=10)
    attempts: int = Field(default=1)
    lease_until: Millis = moment()
    files: list[dict[str, Any]] = document(list)
    folder: str = Field(default="", max_length=500)
    mail_id: str | None = reference("mail_message.id", nullable=True)
    problem: str = Field(default="", max_length=500)
    started_at: Millis = moment()
    finished_at: Millis | None = moment(nullable=True)
