"""Reports that were made, and the facts of closed days that they are made from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Index, LargeBinary
from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, document, id_column, moment, reference


class ReportRun(CompanyRow, table=True):
    """One report as it was asked for and as it came out. Once `done` or `failed` it never changes.

    `state` is queued, running, done or failed; `progress` counts to 100. `fingerprint` is the same for
    the same question. `result` is what pages show (see docs/reports.md); a failed run has a problem
    code and its data instead. `as_of` is the moment whose database it saw.
    """

    __tablename__ = "report_run"
    __table_args__ = (
        Index("ix_report_run_asked", "company_id", "asked_at"),
        Index("ix_report_run_fingerprint", "company_id", "fingerprint"),
    )

    id: str = id_column()
    kind: str = Field(max_length=40)
    parameters: dict[str, Any] = document()
    fingerprint: str = Field(max_length=64)
    asked_by: str | None = reference("account.id", nullable=True)
    state: str = Field(default="queued", max_length=10)
    progress: int = Field(default=0)
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON, nullable=True)
    problem_code: str = Field(default="", max_length=60)
    problem_data: dict[str, Any] = document()
    asked_at: Millis = moment()
    started_at: Millis | None = moment(nullable=True)
    as_of: Millis | None = moment(nullable=True)
    finished_at: Millis | None = moment(nullable=True)


class ReportFile(CompanyRow, table=True):
    """A report as a file, with every row of it, also those that the page leaves out.

    `format` is csv (gzipped, and there as soon as the run is done), xlsx or parquet; `state` is queued,
    running, done or failed, as of a run. Once `done` it never changes.
    """

    __tablename__ = "report_file"

    run_id: str = reference("report_run.id", primary_key=True)
    format: str = Field(primary_key=True, max_length=10)
    state: str = Field(default="queued", max_length=10)
    name: str = Field(max_length=200)
    rows: int = Field()
    data: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    problem_code: str = Field(default="", max_length=60)
    problem_data: dict[str, Any] = document()
    asked_at: Millis = moment()
    started_at: Millis | None = moment(nullable=True)
    finished_at: Millis | None = moment(nullable=True)


class SealedDay(CompanyRow, table=True):
    """The facts of one closed day as columns, so that a year is read in a moment.

    `day` is the company's ("2026-11-20"), `zone` the zone it was cut in, `kind` the kind of fact; a
    sealed day is made again when history is imported into it.
    """

    __tablename__ = "sealed_day"

    company_id: str = reference("company.id", primary_key=True)
    kind: str = Field(primary_key=True, max_length=20)
    day: str = Field(primary_key=True, max_length=10)
    zone: str = Field(max_length=60)
    rows: int = Field()
    made_at: Millis = moment()
    data: bytes = Field(sa_type=LargeBinary)
