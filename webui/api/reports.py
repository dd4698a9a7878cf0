"""Reports: asked for here, made by the batch worker, read again as often as wanted."""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import ZoneInfo

from flask import Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import defer
from sqlmodel import col, func, select

from routing.actions import report_runs
from routing.clock import Millis
from routing.days import day_at
from routing.permissions import Actor, Permission, require
from routing.tables import (
    Account,
    Agent,
    Company,
    Portal,
    Queue,
    ReportRun,
    Request,
)
from routing.text_order import text_order
from routing.told_apart import told_apart
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import In, Out, Query
from webui.api.report_files import RunPath, WhyOut, why
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in

reports = resource("reports", "Reports: asked for, followed while they are made, kept as they were")
MOST_RUNS = 200


class ReportIn(In):
    """A question; see docs/reports.md for the parameters of each kind."""

    kind: str = Field(max_length=40)
    parameters: dict[str, Any] = Field(default_factory=dict)


class RecentQuery(Query):
    """How many of the newest runs are wanted."""

    limit: int = Field(default=50, ge=1, le=MOST_RUNS)


class RunOut(Out):
    """A run; times are ms since the epoch, `progress` counts to 100. Done or failed it never changes."""

    id: str
    kind: str
    parameters: dict[str, Any]
    state: Literal["queued", "running", "done", "failed"]
    progress: int
    asked_at: Millis
    asked_by_name: str | None
    as_of: Millis | None
    finished_at: Millis | None
    problem: WhyOut | None


class FullRunOut(RunOut):
    """A run with what came out of it (see docs/reports.md); None until it is done."""

    result: dict[str, Any] | None


class AskedOut(Out):
    """The run that answers the question: a new one, or one of the very same question."""

    run: RunOut


class RunsOut(Out):
    """Runs without their results, newest first."""

    runs: list[RunOut]


class ChoiceOut(Out):
    """One thing to choose, by its name."""

    id: str
    name: str


class DaysOut(Out):
    """The company's days that its requests reach over ("2026-11-20")."""

    first: str
    last: str


class ChoicesOut(Out):
    """What questions can name; `days` is None before the first request.

    `standard_portals` are those of the portals whose requests go to no queue.
    """

    zone: str
    days: DaysOut | None
    queues: list[ChoiceOut]
    portals: list[ChoiceOut]
    standard_portals: list[ChoiceOut]
    agents: list[ChoiceOut]


@reports.post("/reports", responses={202: AskedOut})
def ask(body: ReportIn) -> Response:
    """Ask for a report; the batch worker makes it."""
    actor = signed_in().actor

    def write(tx: Transaction) -> RunOut:
        return _run_out(tx, report_runs.ask(tx, actor, body.kind, body.parameters))

    return answer(AskedOut(run=services().calls.write(actor.company_id, write)), 202)


@reports.get("/reports", responses={200: RunsOut})
def recent(query: RecentQuery) -> Response:
    """The runs asked for last in the company."""
    return _read(lambda reading: RunsOut(runs=_recent(reading, query.limit)))


@reports.get("/reports/choices", responses={200: ChoicesOut})
def choices() -> Response:
    """What can be chosen: queues, portals, agents, and the days that have requests."""
    return _read(_choices)


@reports.get("/reports/<run_id>", responses={200: FullRunOut})
def show(path: RunPath) -> Response:
    """One run, with its result when it is done."""
    return _read(lambda reading: _full_run(reading, reading.get(ReportRun, path.run_id)))


def _reader() -> Actor:
    actor = signed_in().actor
    require(actor, Permission.SEE_REPORTS)
    return actor


def _read(action: Any) -> Response:
    actor = _reader()
    found: BaseModel = services().calls.read(actor.company_id, action)
    return answer(found)


def _recent(reading: Transaction, limit: int) -> list[RunOut]:
    newest = select(ReportRun).options(defer(col(ReportRun.result)))  # type: ignore[arg-type]
    in_order = newest.order_by(col(ReportRun.asked_at).desc(), col(ReportRun.id).desc())
    return [_run_out(reading, run) for run in reading.session.scalars(in_order.limit(limit))]


def _run_out(reading: Transaction, run: ReportRun) -> RunOut:
    return RunOut.model_validate(_members(reading, run))


def _full_run(reading: Transaction, run: ReportRun) -> FullRunOut:
    return FullRunOut.model_validate({**_members(reading, run), "result": run.result})


def _members(reading: Transaction, run: ReportRun) -> dict[str, Any]:
    asker = reading.find(Account, run.asked_by)
    return {
        "id": run.id,
        "kind": run.kind,
        "parameters": run.parameters,
        "state": run.state,
        "progress": run.progress,
        "asked_at": run.asked_at,
        "asked_by_name": asker.name if asker else None,
        "as_of": run.as_of,
        "finished_at": run.finished_at,
        "problem": why(run),
    }


def _choices(reading: Transaction) -> ChoicesOut:
    zone = reading.get(Company, reading.company_id).time_zone
    agents = select(Account.id, Account.name, Account.login).join(
        Agent, col(Agent.id) == col(Account.id)
    )
    portals = select(Portal.id, Portal.name, Portal.key)
    return ChoicesOut(
        zone=zone,
        days=_days(reading, zone),
        queues=_named(reading, select(Queue.id, Queue.name, Queue.key)),
        portals=_named(reading, portals),
        standard_portals=_named(reading, portals.where(col(Portal.mode) == "standard")),
        agents=_named(reading, agents),
    )


def _named(reading: Transaction, named: Any) -> list[ChoiceOut]:
    """Those whose id, name and key are selected, in order; of the same name they come with their keys."""
    found = reading.session.execute(named).all()
    names = told_apart([(name, key) for _, name, key in found])
    choices = [ChoiceOut(id=str(row[0]), name=name) for row, name in zip(found, names, strict=True)]
    return sorted(choices, key=lambda choice: (text_order(choice.name), choice.id))


def _days(reading: Transaction, zone: str) -> DaysOut | None:
    """The two ends apart: each is one step in the index, both at once would read all of it."""
    first = reading.session.scalar(select(func.min(col(Request.posted_at))))
    last = reading.session.scalar(select(func.max(col(Request.posted_at))))
    if first is None or last is None:
        return None
    ends = (day_at(ZoneInfo(zone), moment).isoformat() for moment in (first, last))
    return DaysOut(first=next(ends), last=next(ends))
