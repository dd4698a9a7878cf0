"""Files of reports are made by the batch worker, also when it is killed in the middle."""

import io
import zipfile
from dataclasses import asdict
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from reports import csv_file
from reports.result import Column
from routing.actions import report_files, report_runs
from routing.made_report import MadeReport
from tests.integration.reports.history import Company
from tests.integration.workers.running_worker import BATCH
from tests.waiting import wait_until

LIMIT_S = 60.0
#: A workbook of so many rows takes a second or two.
MANY = 80_000
COLUMNS = [Column("number", "number"), Column("notes", "text")]


@pytest.fixture
def company(database):
    return Company.new(database)


def made(*_):
    """What the batch worker makes of the question, as if there had been many sessions."""
    packed = io.BytesIO()
    rows = ([f"{number:09}", "called back"] for number in range(MANY))
    with csv_file.gzipped(packed) as file:
        csv_file.write(file, COLUMNS, rows, ZoneInfo("UTC"))
    result = {
        "kind": "sessions", "parameters": {}, "period": {"zone": "UTC"}, "as_of": 0, "figures": [],
        "notes": [], "columns": [asdict(column) for column in COLUMNS],
    }  # fmt: skip
    return MadeReport(result, 0, "sessions.csv", MANY, packed.getvalue())


@pytest.fixture
def run_id(company):
    """A report that is done, with its CSV file."""
    run = company.database.run(
        company.id, lambda tx: report_runs.ask(tx, company.agent, "sessions", {})
    )
    report_runs.carry_out(company.database, company.id, run.id, made)
    return run.id


def ask(company, run_id, name):
    company.database.run(
        company.id, lambda tx: report_files.ask(tx, company.agent, run_id, name).state
    )


def states(company, run_id):
    with company.database.reading(company.id) as reading:
        return {file.format: file.state for file in report_files.of_run(reading, run_id)}


def taken(company, run_id, name):
    with company.database.reading(company.id) as reading:
        return io.BytesIO(report_files.done(reading, run_id, name).data or b"")


@pytest.mark.feature("REPT-09")
def test_a_killed_worker_leaves_no_file_unmade(start, publisher, company, run_id):
    ask(company, run_id, "xlsx")
    killed = start(BATCH, "batch").wait_ready()
    wait_until(lambda: states(company, run_id)["xlsx"] != "queued", LIMIT_S, "a file begun")
    killed.kill()
    assert states(company, run_id)["xlsx"] == "running"

    ask(company, run_id, "parquet")
    batch = start(BATCH, "batch").wait_ready()

    wait_until(
        lambda: set(states(company, run_id).values()) == {"done"},
        LIMIT_S,
        f"both files done; see {batch.log}",
    )
    rows = pq.read_table(taken(company, run_id, "parquet")).column("number").to_pylist()
    assert rows == [f"{number:09}" for number in range(MANY)]
    sheet = zipfile.ZipFile(taken(company, run_id, "xlsx")).read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<row ") == MANY + 1
