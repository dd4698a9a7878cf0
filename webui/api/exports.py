"""Nightly exports: what is wanted each night, and the files of each day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from flask import Response, send_file
from pydantic import Field

from routing import report_parameters
from routing.actions import export_days, export_plans, exports
from routing.actions.export_plans import PlanWish
from routing.clock import Millis
from routing.errors import NotFound
from routing.permissions import Permission, require
from routing.tables import ExportPlan, ExportSlot
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import Id, In, Out, Query, Text
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in

nightly_exports = resource("exports", "Nightly exports: the plan, and the files of each day")
MOST_SLOTS = 400
MOST_ADDRESSES = 50

Address = Annotated[Text, Field(max_length=254)]


class PlanIn(In):
    """What is wanted each night; `begins` is the first day that is exported by itself."""

    active: bool
    reports: Annotated[list[Annotated[Text, Field(max_length=40)]], Field(max_length=20)]
    mail_to: Annotated[list[Address], Field(max_length=MOST_ADDRESSES)]
    language: Annotated[Text, Field(max_length=8)]
    keep_days: int
    begins: Annotated[Text, Field(max_length=10)]


class PlanOut(Out):
    """The plan; `changed_at` is None while nobody has set one. `kinds` are the reports to choose from."""

    active: bool
    reports: list[str]
    mail_to: list[str]
    language: str
    keep_days: int
    begins: str
    changed_at: Millis | None
    kinds: list[str]


class SlotsQuery(Query):
    """How many of the latest days."""

    limit: int = Field(default=60, ge=1, le=MOST_SLOTS)


class FileOut(Out):
    """One CSV file; rows without the header."""

    name: str
    report: str
    rows: int
    bytes: int
    sha256: str


class ExportProblemOut(Out):
    """Why the last attempt failed: a code of docs/exports.md, and the system's own words."""

    code: str
    detail: str


class SlotOut(Out):
    """One day; failed means that the last attempt failed, and that there will be another."""

    id: str
    day: str
    state: Literal["writing", "done", "removed", "failed"]
    attempts: int
    started_at: Millis
    finished_at: Millis | None
    mail_id: str | None
    mail_state: Literal["queued", "sent", "kept", "failed"] | None
    problem: ExportProblemOut | None
    files: list[FileOut]


class SlotsOut(Out):
    """Days, newest first."""

    slots: list[SlotOut]


class FilePath(Query):
    """One file of one day."""

    slot_id: Id
    name: Annotated[Text, Field(max_length=100)]


@nightly_exports.get("/exports/plan", responses={200: PlanOut})
def plan() -> Response:
    """The company's plan, or what it would be."""
    signed = signed_in()
    require(signed.actor, Permission.SEE_REPORTS)
    language = signed.account.language

    def read(reading: Transaction) -> PlanOut:
        found = export_plans.plan_of(reading)
        return _plan_out(found or export_plans.default_plan(reading, language))

    return answer(services().calls.read(signed.actor.company_id, read))


@nightly_exports.put("/exports/plan", responses={200: PlanOut})
def set_plan(body: PlanIn) -> Response:
    """Set the company's plan."""
    actor = signed_in().actor
    wish = PlanWish(**body.model_dump())

    def write(tx: Transaction) -> PlanOut:
        return _plan_out(export_plans.set_plan(tx, actor, wish))

    return answer(services().calls.write(actor.company_id, write))


@nightly_exports.get("/exports", responses={200: SlotsOut})
def days(query: SlotsQuery) -> Response:
    """The latest days and their files."""
    actor = signed_in().actor
    require(actor, Permission.SEE_REPORTS)

    def read(reading: Transaction) -> SlotsOut:
        slots = export_days.newest(reading, query.limit)
        mails = export_days.mail_states(reading, slots)
        return SlotsOut(slots=[_slot_out(slot, mails, reading.now) for slot in slots])

    return answer(services().calls.read(actor.company_id, read))


@nightly_exports.get("/exports/<slot_id>/files/<name>", responses={200: None})
def file(path: FilePath) -> Response:
    """One CSV file of a day that is done."""
    actor = signed_in().actor
    require(actor, Permission.SEE_REPORTS)
    slot = services().calls.read(
        actor.company_id, lambda reading: reading.get(ExportSlot, path.slot_id)
    )
    return _download(_on_disk(slot, path.name), f"{slot.day}_{path.name}")


def _plan_out(found: ExportPlan) -> PlanOut:
    return PlanOut(
        active=found.active,
        reports=found.reports,
        mail_to=found.mail_to,
        language=found.language,
        keep_days=found.keep_days,
        begins=found.begins,
        changed_at=found.changed_at or None,
        kinds=list(report_parameters.KINDS),
    )


def _slot_out(slot: ExportSlot, mails: Mapping[str, str], now: Millis) -> SlotOut:
    code, _, detail = slot.problem.partition(": ")
    failed = slot.state == exports.WRITING and slot.lease_until <= now
    return SlotOut.model_validate(
        {
            "id": slot.id,
            "day": slot.day,
            "state": "failed" if failed else slot.state,
            "attempts": slot.attempts,
            "started_at": slot.started_at,
            "finished_at": slot.finished_at,
            "mail_id": slot.mail_id,
            "mail_state": mails.get(slot.mail_id or ""),
            "problem": ExportProblemOut(code=code, detail=detail) if code else None,
            "files": [FileOut.model_validate(each) for each in slot.files],
        }
    )


def _on_disk(slot: ExportSlot, name: str) -> Path:
    """Where the file is; only names that the slot lists lead anywhere. Raises `NotFound`."""
    listed = slot.state == exports.DONE and any(each["name"] == name for each in slot.files)
    place = services().settings.export_dir / slot.folder / name
    if not listed or not place.is_file():
        raise NotFound(what="file", id=name)
    return place


def _download(place: Path, name: str) -> Response:
    response = send_file(
        place, mimetype="text/csv", as_attachment=True, download_name=name, conditional=False
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
