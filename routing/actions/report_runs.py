"""Report runs: asked for by a person, made by the batch worker, never changed afterwards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import col, func, select

from routing import report_parameters, topology
from routing.clock import HOUR, SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.days import day_at
from routing.errors import DatabaseBusy, DatabaseReadOnly, NotFound, RoutingError
from routing.made_report import MadeReport, Maker
from routing.permissions import Actor, Permission, require
from routing.report_formats import CSV
from routing.tables import Agent, Company, Portal, Queue, ReportFile, ReportRun
from routing.transaction import Transaction

log = structlog.get_logger(__name__)

TASK = "report.run"
#: The kind of report that has service levels.
SERVICE_LEVEL_IN = "call_volume"
#: Somebody who asks the same again so soon pressed twice.
SAME_ANSWER_FOR: Millis = 10 * SECOND
#: A run that nobody has finished for so long died with its worker, several times over.
GIVEN_UP_AFTER: Millis = 1 * HOUR
UNFINISHED = ("queued", "running")

#: Not the report's fault: the task is repeated until the database is back.
OUTAGES = (DatabaseBusy, DatabaseReadOnly, InterfaceError, OperationalError)
_CHOICES: tuple[tuple[str, Any], ...] = (("queues", Queue), ("portals", Portal), ("agents", Agent))


def ask(tx: Transaction, actor: Actor, kind: str, parameters: Mapping[str, Any]) -> ReportRun:
    """A run of this report: a new one, or one of the same question that is on its way or just made.

    Raises `Forbidden`, `InvalidInput` (see `routing.report_parameters`), and `NotFound` for a queue,
    portal or agent that is not this company's.
    """
    require(actor, Permission.SEE_REPORTS)
    canonical = report_parameters.checked(kind, parameters, _today(tx))
    _require_ours(tx, canonical)
    fingerprint = _fingerprint(kind, canonical, _rules(tx, kind))
    return _same(tx, fingerprint) or _new(tx, actor, kind, canonical, fingerprint)


def start(tx: Transaction, run_id: str) -> ReportRun | None:
    """Begin to make a run, or begin again; None when it is done, failed or gone."""
    # The first beginning counts: one that begins again and again is given up, too.
    began = func.coalesce(col(ReportRun.started_at), tx.now)
    started = _unfinished(run_id).values(state="running", started_at=began, progress=0)
    return tx.get(ReportRun, run_id) if tx.change(started) else None


def progress(tx: Transaction, run_id: str, percent: int) -> bool:
    """Note how far it is; False when somebody else has finished it meanwhile."""
    return tx.change(_unfinished(run_id).values(progress=min(99, max(0, percent)))) == 1


def finish(tx: Transaction, run_id: str, made: MadeReport) -> bool:
    """Keep the result and its file; False, and nothing kept, when the run was over already."""
    done = _unfinished(run_id).values(
        state="done", progress=100, result=made.result, as_of=made.as_of, finished_at=tx.now
    )
    if not tx.change(done):
        return False
    file = ReportFile(
        company_id=tx.company_id,
        run_id=run_id,
        format=CSV.name,
        state="done",
        name=made.file_name,
        rows=made.rows,
        data=made.data,
        asked_at=tx.now,
        finished_at=tx.now,
    )
    tx.add(file)
    return True


def fail(tx: Transaction, run_id: str, code: str, data: Mapping[str, Any]) -> bool:
    """Note why there is no result; False when the run was over already."""
    failed = _unfinished(run_id).values(
        state="failed", problem_code=code, problem_data=dict(data), finished_at=tx.now
    )
    return tx.change(failed) == 1


def carry_out(database: Database, company_id: str, run_id: str, make: Maker) -> None:
    """Make a run with `make` and keep what comes out; a run that is over is left alone.

    A database that does not answer is the caller's to wait for; everything else that goes wrong
    becomes the run's problem: asking again is for the person who asked.
    """
    run = database.run(company_id, lambda tx: start(tx, run_id))
    if run is None:
        return
    notes = _Noted(database, company_id, run_id)
    try:
        made = make(database, company_id, run.kind, run.parameters, notes)
        database.run(company_id, lambda tx: finish(tx, run_id, made))
    except OUTAGES:
        raise
    except RoutingError as error:
        code, data = error.code, error.data
        database.run(company_id, lambda tx: fail(tx, run_id, code, data))
    except Exception:
        log.exception("report failed", run_id=run_id, kind=run.kind)
        database.run(company_id, lambda tx: fail(tx, run_id, "report_failed", {}))


def give_up_lost(database: Database) -> int:
    """Fail the runs whose worker died again and again, so that nobody waits for them; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        lost = update(ReportRun).where(
            col(ReportRun.state).in_(UNFINISHED),
            func.coalesce(col(ReportRun.started_at), col(ReportRun.asked_at))
            < tx.now - GIVEN_UP_AFTER,
        )
        return tx.change(
            lost.values(state="failed", problem_code="report_lost", finished_at=tx.now)
        )


class _Noted:
    """Writes progress down, but not oftener than people see: each note is a transaction."""

    def __init__(self, database: Database, company_id: str, run_id: str) -> None:
        self._database, self._company_id, self._run_id = database, company_id, run_id
        self._last = database.clock()

    def __call__(self, percent: int) -> None:
        if self._database.clock() - self._last < SECOND:
            return
        self._last = self._database.clock()
        # A report is not thrown away because a note about it could not be written.
        with suppress(*OUTAGES):
            self._database.run(self._company_id, lambda tx: progress(tx, self._run_id, percent))


def _today(tx: Transaction) -> date:
    zone = ZoneInfo(tx.get(Company, tx.company_id).time_zone)
    return day_at(zone, tx.now)


def _require_ours(tx: Transaction, parameters: Mapping[str, Any]) -> None:
    named = report_parameters.ids_in(parameters)
    for name, table in _CHOICES:
        wanted = set(named[name])
        found = set(tx.session.scalars(select(table.id).where(table.id.in_(wanted))))
        if wanted - found:
            raise NotFound(what=name.removesuffix("s"), id=min(wanted - found))


def _rules(tx: Transaction, kind: str) -> list[list[Any]]:
    """By what service levels are reckoned now: after a change the same question is another one."""
    if kind != SERVICE_LEVEL_IN:
        return []
    return [
        list(rule)
        for table in (Queue, Portal)
        for rule in tx.session.execute(
            select(
                table.id,
                table.service_level_variant,
                table.service_level_within,
                table.short_abandon,
            ).order_by(table.id)
        )
    ]


def _fingerprint(kind: str, parameters: Mapping[str, Any], rules: Sequence[Any]) -> str:
    question = json.dumps([kind, parameters, rules], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(question.encode()).hexdigest()


def _same(tx: Transaction, fingerprint: str) -> ReportRun | None:
    asked = select(ReportRun).where(
        col(ReportRun.fingerprint) == fingerprint,
        (col(ReportRun.state).in_(UNFINISHED) & (col(ReportRun.asked_at) > tx.now - GIVEN_UP_AFTER))
        | (
            (col(ReportRun.state) == "done")
            & (col(ReportRun.finished_at) > tx.now - SAME_ANSWER_FOR)
        ),
    )
    return tx.session.scalars(asked.order_by(col(ReportRun.asked_at).desc())).first()


def _new(
    tx: Transaction, actor: Actor, kind: str, parameters: dict[str, Any], fingerprint: str
) -> ReportRun:
    run = ReportRun(
        company_id=tx.company_id,
        kind=kind,
        parameters=parameters,
        fingerprint=fingerprint,
        asked_by=actor.account_id,
        asked_at=tx.now,
    )
    tx.add(run)
    tx.send_task(TASK, topology.REPORT, tx.company_id, run.id)
    return run


def _unfinished(run_id: str) -> Any:
    return update(ReportRun).where(
        col(ReportRun.id) == run_id, col(ReportRun.state).in_(UNFINISHED)
    )
