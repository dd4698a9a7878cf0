"""Slots of exports: one a company and day, claimed by whoever writes it, finished once.

The row of a slot is unique, so however many start, one of them writes: it holds the slot until its
lease is over. Each claim raises `attempts`; who finishes or fails names the attempt it made, and
somebody whose slot was taken over meanwhile changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Update, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from routing import export_mail, report_parameters
from routing.actions.export_plans import plan_of, today
from routing.actions.mail import Attachment, queue_mail
from routing.clock import MINUTE, Millis
from routing.errors import InvalidInput
from routing.exported import ExportedFile
from routing.tables import Company, ExportPlan, ExportSlot
from routing.transaction import Transaction

#: Many times what a day takes. A process that died holds its slot no longer than this.
LEASE: Millis = 10 * MINUTE
#: A mail with more bytes attached than this is refused by many servers (base64 adds a third).
MOST_ATTACHED_BYTES = 7_000_000
PROBLEM_LIMIT = 500

WRITING, DONE, REMOVED = "writing", "done", "removed"


class Standing(StrEnum):
    """What a slot was when it was asked for."""

    CLAIMED = "claimed"
    DONE = "done"
    BUSY = "busy"


@dataclass(frozen=True)
class Claim:
    """A slot as it was found. Only one that is CLAIMED may be written, as `attempt`."""

    standing: Standing
    slot_id: str
    attempt: int
    company_id: str
    company: str
    """The company's slug."""
    zone: str
    day: str
    reports: tuple[str, ...]
    files: tuple[ExportedFile, ...] = ()
    lease_until: Millis = 0
    finished_at: Millis | None = None


def claim(tx: Transaction, day: date, *, anew: bool = False) -> Claim:
    """Take the slot of a day, unless it is done or somebody else holds it.

    With `anew` also one that is done: for a folder that has gone. Raises `InvalidInput` when the day is not
    over in the company's zone, or is one that no report reaches.
    """
    if day >= today(tx):
        raise InvalidInput(field="date", reason="not_over", value=day.isoformat())
    report_parameters.day("date", day)
    slot = _slot(tx, day.isoformat())
    if slot is None:
        first = _first(tx, day.isoformat())
        if first is not None:
            return _claim(tx, first, Standing.CLAIMED)
        slot = _slot(tx, day.isoformat())
    assert slot is not None  # somebody else has made it in this moment
    return _claim(tx, slot, _take(tx, slot, anew))


def finish(tx: Transaction, claimed: Claim, folder: str, files: Sequence[ExportedFile]) -> bool:
    """The day's files are in `folder` (below the export folder); mails them where the plan says so.

    False, and nothing done, when the slot was taken over or finished by somebody else meanwhile.
    """
    done = _held(claimed).values(
        state=DONE,
        files=[file.document() for file in files],
        folder=folder,
        problem="",
        finished_at=tx.now,
    )
    if tx.change(done) != 1:
        return False
    _mail(tx, tx.get(ExportSlot, claimed.slot_id), folder, files)
    return True


def fail(tx: Transaction, claimed: Claim, problem: str, detail: str = "") -> bool:
    """Note why the attempt failed and let the slot go, so that the next attempt need not wait."""
    said = f"{problem}: {detail}"[:PROBLEM_LIMIT]
    return tx.change(_held(claimed).values(problem=said, lease_until=tx.now)) == 1


def _slot(tx: Transaction, day: str) -> ExportSlot | None:
    asked = select(ExportSlot).where(col(ExportSlot.day) == day)
    return tx.session.scalars(asked.execution_options(populate_existing=True)).first()


def _first(tx: Transaction, day: str) -> ExportSlot | None:
    """The day's slot, made and held; None when somebody else made it in this moment."""
    slot = ExportSlot(
        company_id=tx.company_id, day=day, lease_until=tx.now + LEASE, started_at=tx.now
    )
    try:
        with tx.session.begin_nested():
            tx.add(slot)
    except IntegrityError:
        return None
    return slot


def _take(tx: Transaction, slot: ExportSlot, anew: bool) -> Standing:
    if slot.state == DONE and not anew:
        return Standing.DONE
    if slot.state == WRITING and slot.lease_until > tx.now:
        return Standing.BUSY
    taken = update(ExportSlot).where(
        col(ExportSlot.id) == slot.id,
        col(ExportSlot.attempts) == slot.attempts,
        col(ExportSlot.state) == slot.state,
    )
    held = tx.change(
        taken.values(
            state=WRITING,
            attempts=slot.attempts + 1,
            lease_until=tx.now + LEASE,
            started_at=tx.now,
            finished_at=None,
        )
    )
    tx.session.refresh(slot)
    return Standing.CLAIMED if held == 1 else Standing.BUSY


def _claim(tx: Transaction, slot: ExportSlot, standing: Standing) -> Claim:
    company = tx.get(Company, tx.company_id)
    plan = plan_of(tx)
    return Claim(
        standing=standing,
        slot_id=slot.id,
        attempt=slot.attempts,
        company_id=company.id,
        company=company.slug,
        zone=company.time_zone,
        day=slot.day,
        reports=_reports(plan),
        files=tuple(ExportedFile.from_document(file) for file in slot.files),
        lease_until=slot.lease_until,
        finished_at=slot.finished_at,
    )


def _reports(plan: ExportPlan | None) -> tuple[str, ...]:
    """What the plan says; everything where there is no plan, as somebody has asked for it all the same."""
    return tuple(plan.reports) if plan and plan.reports else report_parameters.KINDS


def _held(claimed: Claim) -> Update:
    return update(ExportSlot).where(
        col(ExportSlot.id) == claimed.slot_id,
        col(ExportSlot.attempts) == claimed.attempt,
        col(ExportSlot.state) == WRITING,
    )


def _mail(tx: Transaction, slot: ExportSlot, folder: str, files: Sequence[ExportedFile]) -> None:
    """Owe the day's mail, unless it was owed when the day was written for the first time."""
    plan = plan_of(tx)
    if plan is None or not plan.mail_to or slot.mail_id is not None:
        return
    attached = sum(file.bytes for file in files) <= MOST_ATTACHED_BYTES
    company = tx.get(Company, tx.company_id)
    written = export_mail.compose(plan.language, company.name, slot.day, files, attached=attached)
    attachments = [
        Attachment(f"{slot.day}_{file.name}", f"{folder}/{file.name}", file.sha256)
        for file in files
    ]
    mail = queue_mail(
        tx, plan.mail_to, written.subject, written.body, attachments if attached else ()
    )
    slot.mail_id = mail.id
    tx.add(slot)
