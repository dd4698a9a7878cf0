"""A report's Excel and Parquet files: asked for, made once, and the same rows as its CSV, cell by cell."""

import csv
import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from sqlalchemy import update
from sqlmodel import col, select

from reports import csv_file, other_formats
from reports import run as reporting
from routing.actions import report_files, report_runs
from routing.clock import HOUR, MINUTE, SECOND
from routing.errors import (
    DatabaseBusy,
    Forbidden,
    InvalidInput,
    NotFound,
    ReportNotDone,
    TooManyRows,
)
from routing.tables import OutboxMessage, Portal, ReportFile, ReportRun
from tests.builders import an_agent
from tests.integration.reports.history import Company, moment

KINDS = ("call_volume", "agent_activity", "url_referrals", "sessions")
#: In Paris, days of 23, of 25 and of 24 hours.
SPRING, AUTUMN, EMPTY = "2026-03-29", "2026-10-25", "2026-05-01"
TEXTS = ("=1+1", "'=1", "@cmd", "🦊 ça va", 'a\nb, "c"', "<r>x</r>", "https://a.example")


@pytest.fixture
def company(database, clock):
    clock.now = moment("2027-01-01 12:00")
    return Company.new(database)


@pytest.fixture
def busy(company):
    """A company with an hour that clocks leave out, one that they show twice, and all sorts of texts."""
    with company.database.transaction(company.id) as tx:
        tx.get(Portal, company.portal.id).form = [{"name": "why", "label": "Why"}]
    for text in TEXTS:
        company.answered(
            moment(f"{AUTUMN} 02:30"), 1_234, HOUR + 1, face=4, customer_name=text, question=text,
            form={"why": text}, session_notes=text, page_url=f"https://shop.example/{len(text)}",
        )  # fmt: skip
    company.answered(moment(f"{AUTUMN} 02:30", fold=1), 0, MINUTE, queue_id=None)
    company.answered(moment(f"{SPRING} 03:00"), SECOND, MINUTE, page_url="=https://x.example")
    company.request(moment(f"{AUTUMN} 02:59", fold=1), 10 * SECOND)
    company.state("in_session", moment(f"{AUTUMN} 00:30"), moment(f"{AUTUMN} 23:30"))
    company.views("https://shop.example/", moment(f"{SPRING} 12:00"), 3)
    return company


def a_report(company, kind="call_volume", day=AUTUMN, **given) -> ReportRun:
    parameters = {"from": day, "to": day, **given}
    run = company.database.run(
        company.id, lambda tx: report_runs.ask(tx, company.agent, kind, parameters)
    )
    report_runs.carry_out(company.database, company.id, run.id, reporting.make)
    with company.database.reading(company.id) as reading:
        made: ReportRun = reading.get(ReportRun, run.id)
    assert made.state == "done"
    return made


def ask(company, run, name="xlsx", actor=None) -> ReportFile:
    file: ReportFile = company.database.run(
        company.id, lambda tx: report_files.ask(tx, actor or company.agent, run.id, name)
    )
    return file


def carry_out(company, run, name="xlsx", make=other_formats.make) -> ReportFile:
    report_files.carry_out(company.database, company.id, run.id, name, make)
    return file_of(company, run, name)


def file_of(company, run, name) -> ReportFile:
    with company.database.reading(company.id) as reading:
        files = report_files.of_run(reading, run.id)
    return next(file for file in files if file.format == name)


def taken(company, run, name) -> bytes:
    with company.database.reading(company.id) as reading:
        data = report_files.done(reading, run.id, name).data
    assert data is not None
    return gzip.decompress(data) if name == "csv" else data


def made(company, run, name) -> bytes:
    ask(company, run, name)
    assert carry_out(company, run, name).state == "done"
    return taken(company, run, name)


def columns_of(run: ReportRun) -> list[dict[str, str]]:
    assert run.result is not None
    columns: list[dict[str, str]] = run.result["columns"]
    return columns


@dataclass
class Cells:
    """The cells of a file as its report's CSV would have them, line by line."""

    head: list[str]
    lines: list[list[str]]


def in_csv(company, run) -> Cells:
    lines = csv.reader(io.StringIO(taken(company, run, "csv").decode(), newline=""))
    return Cells(next(lines), list(lines))


def spelt(columns, rows, spellings: dict[str, Callable[[Any], str]]) -> list[list[str]]:
    def cell(column, value) -> str:
        return "" if value is None else spellings.get(column["kind"], csv_file.harmless)(value)

    return [[cell(*each) for each in zip(columns, row, strict=True)] for row in rows]


def in_excel(company, run) -> Cells:
    book = openpyxl.load_workbook(io.BytesIO(made(company, run, "xlsx")))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return Cells(list(head), spelt(columns_of(run), rows, OF_EXCEL))


def in_parquet(company, run) -> Cells:
    table = pq.read_table(io.BytesIO(made(company, run, "parquet")))
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return Cells(table.column_names, spelt(columns_of(run), rows, OF_PARQUET))


def in_seconds(duration) -> str:
    return f"{duration.total_seconds():.3f}"


NUMBERS: dict[str, Callable[[Any], str]] = {"duration": in_seconds} | dict.fromkeys(
    ("count", "hour", "share", "score"), lambda value: f"{float(value):g}"
)
OF_EXCEL = NUMBERS | {
    "time": lambda at: at.isoformat(timespec="milliseconds"),
    "day": lambda at: at.date().isoformat(),
}
OF_PARQUET = NUMBERS | {
    "time": lambda at: at.isoformat(timespec="milliseconds"),
    "day": date.isoformat,
}


def expected(run, cells: Cells, zoned: bool) -> list[list[str]]:
    """The CSV's cells, numbers spelt alike, times without their offset where the format has none."""

    def cell(column, text) -> str:
        if column["kind"] in ("count", "hour", "share", "score") and text:
            return f"{float(text):g}"
        return str(text[:-6] if column["kind"] == "time" and not zoned else text)

    return [
        [cell(*each) for each in zip(columns_of(run), line, strict=True)] for line in cells.lines
    ]


@pytest.mark.feature("REPT-09")
@pytest.mark.parametrize("day", [AUTUMN, SPRING, EMPTY])
def test_excel_and_parquet_have_what_the_csv_has_cell_by_cell(busy, day):
    for kind in KINDS:
        run = a_report(busy, kind, day)
        rows = in_csv(busy, run)
        excel, parquet = in_excel(busy, run), in_parquet(busy, run)
        assert excel.head == [key.removesuffix("_s") for key in rows.head]
        assert excel.head == [key.removesuffix("_ms") for key in parquet.head]
        assert excel.lines == expected(run, rows, zoned=False), kind
        assert parquet.lines == expected(run, rows, zoned=True), kind


def test_rows_that_are_times_keep_what_they_are(busy):
    for by in ("hour", "day", "month", "portal"):
        run = a_report(busy, by=by)
        rows = in_csv(busy, run)
        assert in_excel(busy, run).lines == expected(run, rows, zoned=False), by
        assert in_parquet(busy, run).lines == expected(run, rows, zoned=True), by


def test_what_customers_wrote_is_in_the_files_as_they_wrote_it(busy, tmp_path: Path):
    run = a_report(busy, "sessions")
    file = tmp_path / "sessions.parquet"
    file.write_bytes(made(busy, run, "parquet"))
    written = f"FROM '{file}' WHERE customer IS NOT NULL"
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT customer, epoch_ms(began_at), wait_ms, face {written}"
        ).fetchall()
    began = moment(f"{AUTUMN} 02:30") + 1_234
    assert sorted(found) == sorted((text, began, 1_234, 4.0) for text in TEXTS)
    book = openpyxl.load_workbook(io.BytesIO(made(busy, run, "xlsx")))
    place = [column["key"] for column in columns_of(run)].index("customer")
    cells = [row[place] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.value for cell in cells} == {*TEXTS, None}
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert book["about"]["B2"].value == "sessions"


def test_asking_owes_the_batch_worker_a_task_once(company):
    run = a_report(company)
    assert ask(company, run).state == "queued"
    assert ask(company, run).state == "queued"
    assert ask(company, run, "csv").state == "done"
    with company.database.reading(company.id) as reading:
        owed = reading.session.scalars(
            select(OutboxMessage).where(col(OutboxMessage.task) == "report.file")
        ).one()
    assert (owed.routing_key, owed.body["args"]) == ("report", [company.id, run.id, "xlsx"])


def test_a_file_that_is_done_never_changes(company, clock):
    run = a_report(company)
    first = made(company, run, "xlsx")
    clock.advance(SECOND)
    assert ask(company, run).state == "done"
    assert carry_out(company, run, make=lambda *_: b"another").finished_at == clock.now - SECOND
    assert taken(company, run, "xlsx") == first
    with company.database.transaction(company.id) as tx:
        assert not report_files.fail(tx, run.id, "xlsx", "report_file_failed", {})
        assert not report_files.start(tx, run.id, "xlsx")
    assert file_of(company, run, "xlsx").name == f"call_volume_{AUTUMN}_{AUTUMN}.xlsx"


def test_of_two_workers_that_make_a_file_one_keeps_it(company):
    run = a_report(company)
    ask(company, run)

    def slower(*arguments):
        carry_out(company, run)
        return b"later"

    carry_out(company, run, make=slower)
    assert taken(company, run, "xlsx") != b"later"


def test_what_cannot_be_made_says_so_and_is_made_when_asked_again(company):
    def broken(*_):
        raise ZeroDivisionError

    run = a_report(company)
    ask(company, run)
    failed = carry_out(company, run, make=broken)
    assert (failed.state, failed.problem_code) == ("failed", "report_file_failed")
    with pytest.raises(NotFound):
        taken(company, run, "xlsx")
    again = ask(company, run)
    assert (again.state, again.problem_code) == ("queued", "")
    assert carry_out(company, run).state == "done"


def test_a_database_that_is_away_is_waited_for(company):
    def away(*_):
        raise DatabaseBusy

    run = a_report(company)
    ask(company, run)
    with pytest.raises(DatabaseBusy):
        carry_out(company, run, make=away)
    assert file_of(company, run, "xlsx").state == "running"
    assert carry_out(company, run).state == "done"


def test_a_file_whose_worker_died_for_good_is_given_up(company, clock):
    run = a_report(company)
    ask(company, run)
    clock.advance(HOUR)
    report_files.give_up_lost(company.database)
    assert file_of(company, run, "xlsx").state == "queued"
    clock.advance(1)
    report_files.give_up_lost(company.database)
    lost = file_of(company, run, "xlsx")
    assert (lost.state, lost.problem_code) == ("failed", "report_file_lost")
    assert file_of(company, run, "csv").state == "done"


def test_nobody_but_who_may_see_the_report_gets_a_file(company):
    run = a_report(company)
    with pytest.raises(Forbidden):
        ask(company, run, actor=an_agent(company.database, company.id))
    other = Company.new(company.database)
    with pytest.raises(NotFound):
        ask(other, run)
    report_files.carry_out(company.database, other.id, run.id, "xlsx", other_formats.make)
    with company.database.reading(other.id) as reading:
        assert report_files.of_run(reading, run.id) == []
        with pytest.raises(NotFound):
            report_files.done(reading, run.id, "csv")


def test_there_is_no_file_of_a_report_that_is_not_done_nor_of_an_unknown_format(company):
    run = company.database.run(
        company.id, lambda tx: report_runs.ask(tx, company.agent, "sessions", {})
    )
    with pytest.raises(ReportNotDone):
        ask(company, run)
    with pytest.raises(InvalidInput):
        ask(company, run, "docx")


def test_more_rows_than_a_sheet_has_are_refused_at_once(company):
    run = a_report(company)
    with company.database.transaction(company.id) as tx:
        tx.change(update(ReportFile).where(col(ReportFile.run_id) == run.id).values(rows=1_048_576))
    with pytest.raises(TooManyRows) as refused:
        ask(company, run)
    assert refused.value.data == {"format": "xlsx", "rows": 1_048_576, "limit": 1_048_575}
    assert ask(company, run, "parquet").state == "queued"
