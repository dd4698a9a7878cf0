"""A day's export from claim to end: the slot's row decides who writes, the folder what is there.

A process that dies leaves a slot that somebody takes over when its lease is over, and either a hidden
folder, which then goes, or the finished one, which is verified and kept: nothing is written twice, and
one mail is owed, in the transaction that finishes the slot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import structlog
from sqlmodel import col, select

from config.settings import Settings
from reports import export
from reports.export_folder import ExportFolder
from routing import topology
from routing.actions import export_days, exports
from routing.actions.exports import Claim, Standing
from routing.clock import SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.exported import ExportedFile, ExportFailed
from routing.tables import Company, ExportSlot
from workers.retry import OUTAGES

log = structlog.get_logger(__name__)

#: The task that exports what one company is owed.
DUE_OF = "export.company"
#: Where exports go unless a setting says otherwise: this folder is ours to make.
_OWN_FOLDER = "exports"


class Became(StrEnum):
    """What became of one attempt at a day."""

    WRITTEN = "written"
    FOUND = "found"
    """A dead process had finished the folder; it is intact and kept."""
    ALREADY = "already"
    BUSY = "busy"
    OVERTAKEN = "overtaken"
    """Somebody else finished the day meanwhile."""


@dataclass(frozen=True)
class Exported:
    """A day after an attempt: its files, and since when (or until when it is somebody else's)."""

    became: Became
    files: Sequence[ExportedFile] = ()
    at: Millis | None = None


def export_day(
    database: Database,
    settings: Settings,
    company_id: str,
    day: date,
    progress: export.Progress = lambda _: None,
) -> Exported:
    """Export one day of a company, unless it is done or somebody is at it.

    Raises `InvalidInput` when the day is not over, and `ExportFailed`. The slot shows that failure, except
    when the day was done already: it stays done, and only whoever asked is told that its folder is not
    what it was.
    """
    claimed = database.run(company_id, lambda tx: exports.claim(tx, day))
    folder = folder_of(settings, claimed.company)
    if claimed.standing is Standing.DONE and folder.verified(claimed.day) is None:
        # Somebody has moved it away. Without the folder above it nothing could be said of it.
        folder.require()
        claimed = database.run(company_id, lambda tx: exports.claim(tx, day, anew=True))
    if claimed.standing is Standing.DONE:
        return Exported(Became.ALREADY, claimed.files, claimed.finished_at)
    if claimed.standing is Standing.BUSY:
        return Exported(Became.BUSY, at=claimed.lease_until)
    return _carry_out(database, folder, claimed, progress)


def folder_of(settings: Settings, company: str) -> ExportFolder:
    """Where this company's exports go."""
    made_here = settings.export_dir == settings.var_dir / _OWN_FOLDER
    return ExportFolder(settings.export_dir, company, made_here=made_here)


def call_due(database: Database) -> list[str]:
    """Owe a task to each company that has days due; these companies' ids.

    One that has a month to make up for keeps no other waiting, and no message stays unacknowledged for as
    long as all of them take together: a broker takes that for a dead consumer.
    """
    return [company_id for company_id in _companies(database) if _call(database, company_id)]


def _call(database: Database, company_id: str) -> bool:
    with database.reading(company_id) as reading:
        if not export_days.due(reading):
            return False
    database.run(company_id, lambda tx: tx.send_task(DUE_OF, topology.EXPORT, company_id))
    return True


def export_due(database: Database, settings: Settings, company_id: str) -> None:
    """Export every day that is due in this company; one that fails does not keep the others."""
    with database.reading(company_id) as reading:
        days = export_days.due(reading)
    for day in days:
        try:
            became = export_day(database, settings, company_id, day).became
            log.info("day exported", company_id=company_id, day=str(day), became=became.value)
        except ExportFailed as error:
            log.warning("export failed", company_id=company_id, day=str(day), problem=error.problem)


def remove_outlived(database: Database, settings: Settings) -> None:
    """Remove the folders of every company that were kept for as long as its plan says.

    One that cannot be removed keeps no other; it stays done, and is tried again with the next call.
    """
    for company_id in _companies(database):
        with database.reading(company_id) as reading:
            slots = export_days.outlived(reading)
            folder = folder_of(settings, reading.get(Company, company_id).slug)
        for slot in slots:
            _remove(database, folder, company_id, slot)


def _remove(database: Database, folder: ExportFolder, company_id: str, slot: ExportSlot) -> None:
    try:
        folder.remove(slot.day)
    except ExportFailed as error:
        log.warning(
            "export not removed",
            company_id=company_id,
            day=slot.day,
            problem=error.problem,
            detail=error.detail,
        )
        return
    database.run(company_id, lambda tx: export_days.mark_removed(tx, slot.id))


def _carry_out(
    database: Database, folder: ExportFolder, claimed: Claim, progress: export.Progress
) -> Exported:
    try:
        found = folder.verified(claimed.day)
        files = found or _written(database, folder, claimed, progress)
    except ExportFailed as error:
        _let_go(database, claimed, error.problem, error.detail)
        raise
    except OUTAGES:
        raise
    except Exception as error:
        log.exception("report of an export failed", day=claimed.day, company=claimed.company)
        _let_go(database, claimed, "report_failed", type(error).__name__)
        raise ExportFailed("report_failed", type(error).__name__) from error
    except BaseException as error:
        # When somebody interrupts: the next attempt need not wait for the lease.
        _let_go(database, claimed, "interrupted", type(error).__name__)
        raise
    kept = database.run(
        claimed.company_id,
        lambda tx: exports.finish(tx, claimed, folder.relative(claimed.day), files),
    )
    if not kept:
        return Exported(Became.OVERTAKEN, files)
    return Exported(Became.FOUND if found else Became.WRITTEN, files)


def _written(
    database: Database, folder: ExportFolder, claimed: Claim, progress: export.Progress
) -> list[ExportedFile]:
    part = folder.begin(claimed.day, claimed.slot_id, claimed.attempt)
    try:
        files = export.write_day(
            database,
            claimed.company_id,
            date.fromisoformat(claimed.day),
            claimed.reports,
            part,
            progress,
        )
        return folder.publish(part, claimed.day, files, _about(database, claimed))
    finally:
        # Published, it has another name by now.
        folder.discard(part)


def _about(database: Database, claimed: Claim) -> dict[str, str]:
    made = datetime.fromtimestamp(database.clock() / SECOND, UTC)
    return {
        "company": claimed.company,
        "day": claimed.day,
        "zone": claimed.zone,
        "made_at": made.isoformat(timespec="milliseconds"),
    }


def _let_go(database: Database, claimed: Claim, problem: str, detail: str) -> None:
    database.run(claimed.company_id, lambda tx: exports.fail(tx, claimed, problem, detail))


def _companies(database: Database) -> list[str]:
    with database.reading(ALL_COMPANIES) as reading:
        return list(reading.session.scalars(select(Company.id).order_by(col(Company.slug))))
