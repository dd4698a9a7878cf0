"""Files of a report in other formats than CSV: asked for by a person, made once, never changed.

    nothing ──ask──> queued ──start──> running ──finish──> done
                       ^                  └────fail──────> failed
                       └────────────────────ask──────────────┘

The CSV file is written with the report and is the source of the others, so that all have the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy import update
from sqlalchemy.orm import defer
from sqlmodel import col, func, select

from routing import report_formats, topology
from routing.actions.report_runs import GIVEN_UP_AFTER, OUTAGES, UNFINISHED
from routing.database import ALL_COMPANIES, Database
from routing.errors import NotFound, ReportNotDone, RoutingError, TooManyRows
from routing.made_report import FileMaker, KeptReport
from routing.permissions import Actor, Permission, require
from routing.report_formats import CSV, Format
from routing.tables import ReportFile, ReportRun
from routing.transaction import Transaction

log = structlog.get_logger(__name__)

TASK = "report.file"


def ask(tx: Transaction, actor: Actor, run_id: str, name: str) -> ReportFile:
    """The run's file in the format of this name: the one there is, or is being made, or a new one.

    One that failed is made again. Raises `Forbidden`, `InvalidInput`, `NotFound`, `ReportNotDone`, and
    `TooManyRows` when the format cannot hold the report.
    """
    require(actor, Permission.SEE_REPORTS)
    wanted = report_formats.checked(name)
    # Of two who ask at the same time the second finds what the first has written.
    run = tx.lock(ReportRun, run_id)
    if run.state != "done":
        raise ReportNotDone(state=run.state)
    file = _without_data(tx, run_id, name)
    if file is not None and file.state != "failed":
        return file
    _require_room(wanted, _csv(tx, run_id).rows)
    tx.send_task(TASK, topology.REPORT, tx.company_id, run_id, name)
    return _new(tx, run_id, wanted) if file is None else _again(tx, file)


def of_run(tx: Transaction, run_id: str) -> list[ReportFile]:
    """The files that a run has or is getting, in the order of their formats; what is in them is not read."""
    files = tx.session.scalars(_files(run_id).options(_NO_DATA)).all()
    order = list(report_formats.FORMATS)
    return sorted(files, key=lambda file: order.index(file.format))


def done(tx: Transaction, run_id: str, name: str) -> ReportFile:
    """A file that is done; raises `NotFound` when there is none, and `InvalidInput`."""
    wanted = report_formats.checked(name)
    finished = _files(run_id, wanted.name).where(col(ReportFile.state) == "done")
    file: ReportFile | None = tx.session.scalars(finished).first()
    if file is None:
        raise NotFound(what="reportfile", id=run_id)
    return file


def start(tx: Transaction, run_id: str, name: str) -> bool:
    """Begin to make a file, or begin again; False when it is done, failed or gone."""
    # The first beginning counts: one that begins again and again is given up, too.
    began = func.coalesce(col(ReportFile.started_at), tx.now)
    return tx.change(_unfinished(run_id, name).values(state="running", started_at=began)) == 1


def finish(tx: Transaction, run_id: str, name: str, data: bytes) -> bool:
    """Keep the file; False, and nothing kept, when somebody else has finished it."""
    made = _unfinished(run_id, name).values(state="done", data=data, finished_at=tx.now)
    return tx.change(made) == 1


def fail(tx: Transaction, run_id: str, name: str, code: str, data: Mapping[str, Any]) -> bool:
    """Note why there is no file; False when it was over already."""
    failed = _unfinished(run_id, name).values(
        state="failed", problem_code=code, problem_data=dict(data), finished_at=tx.now
    )
    return tx.change(failed) == 1


def carry_out(database: Database, company_id: str, run_id: str, name: str, make: FileMaker) -> None:
    """Make a file with `make` and keep it; one that is over is left alone.

    A database that does not answer is the caller's to wait for; everything else that goes wrong
    becomes the file's problem: asking again is for the person who asked.
    """
    if not database.run(company_id, lambda tx: start(tx, run_id, name)):
        return
    try:
        with database.reading(company_id) as reading:
            report = _kept(reading, run_id)
        data = make(name, report)
        database.run(company_id, lambda tx: finish(tx, run_id, name, data))
    except OUTAGES:
        raise
    except RoutingError as error:
        code, told = error.code, error.data
        database.run(company_id, lambda tx: fail(tx, run_id, name, code, told))
    except Exception:
        log.exception("report's file failed", run_id=run_id, format=name)
        database.run(company_id, lambda tx: fail(tx, run_id, name, "report_file_failed", {}))


def give_up_lost(database: Database) -> int:
    """Fail the files whose worker died again and again, so that nobody waits for them; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        lost = update(ReportFile).where(
            col(ReportFile.state).in_(UNFINISHED),
            func.coalesce(col(ReportFile.started_at), col(ReportFile.asked_at))
            < tx.now - GIVEN_UP_AFTER,
        )
        return tx.change(
            lost.values(state="failed", problem_code="report_file_lost", finished_at=tx.now)
        )


_NO_DATA = defer(col(ReportFile.data))  # type: ignore[arg-type]


def _files(run_id: str, *names: str) -> Any:
    files = select(ReportFile).where(col(ReportFile.run_id) == run_id)
    return files.where(col(ReportFile.format).in_(names)) if names else files


def _without_data(tx: Transaction, run_id: str, name: str) -> ReportFile | None:
    found: ReportFile | None = tx.session.scalars(_files(run_id, name).options(_NO_DATA)).first()
    return found


def _csv(tx: Transaction, run_id: str) -> ReportFile:
    file = _without_data(tx, run_id, CSV.name)
    if file is None:
        raise NotFound(what="reportfile", id=run_id)
    return file


def _kept(reading: Transaction, run_id: str) -> KeptReport:
    run, file = reading.get(ReportRun, run_id), done(reading, run_id, CSV.name)
    return KeptReport(run.result or {}, file.rows, file.data or b"")


def _require_room(wanted: Format, rows: int) -> None:
    if wanted.most_rows is not None and rows > wanted.most_rows:
        raise TooManyRows(format=wanted.name, rows=rows, limit=wanted.most_rows)


def _new(tx: Transaction, run_id: str, wanted: Format) -> ReportFile:
    csv = _csv(tx, run_id)
    file = ReportFile(
        company_id=tx.company_id,
        run_id=run_id,
        format=wanted.name,
        name=f"{csv.name.removesuffix('.csv')}.{wanted.name}",
        rows=csv.rows,
        asked_at=tx.now,
    )
    tx.add(file)
    return file


def _again(tx: Transaction, file: ReportFile) -> ReportFile:
    file.state, file.problem_code, file.problem_data = "queued", "", {}
    file.asked_at, file.started_at, file.finished_at = tx.now, None, None
    tx.session.flush()
    return file


def _unfinished(run_id: str, name: str) -> Any:
    return update(ReportFile).where(
        col(ReportFile.run_id) == run_id,
        col(ReportFile.format) == name,
        col(ReportFile.state).in_(UNFINISHED),
    )
