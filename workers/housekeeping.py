"""Queue `housekeeping`: what is kept only for a time is removed when that time is over."""

from __future__ import annotations

from pathlib import Path

import structlog

from routing.actions import housekeeping
from routing.database import Database
from workers import kept_mail
from workers.base import Work, task

log = structlog.get_logger(__name__)


@task("housekeeping.purge_posted_keys")
def purge_posted_keys(work: Work) -> None:
    """Forgets the idempotency keys whose day is over."""
    housekeeping.purge_posted_keys(work.database)


@task("housekeeping.purge_connections")
def purge_connections(work: Work) -> None:
    """Forgets connections that ended long ago."""
    housekeeping.purge_connections(work.database)


@task("housekeeping.purge_signed_out_browsers")
def purge_signed_out_browsers(work: Work) -> None:
    """Forgets browsers that signed out so long ago that their cookies are of no use."""
    housekeeping.purge_signed_out_browsers(work.database)


@task("housekeeping.purge_mail")
def purge_mail(work: Work) -> None:
    """Forgets mail of months ago, with the files of what was only kept."""
    forget_mail(work.database, work.settings.mail_dir)


@task("housekeeping.purge_page_views")
def purge_page_views(work: Work) -> None:
    """Forgets views of pages that no report reaches back to."""
    housekeeping.purge_page_views(work.database)


@task("housekeeping.refresh_statistics")
def refresh_statistics(work: Work) -> None:
    """Lets the database choose its ways by how many rows there are now."""
    work.database.refresh_statistics()


@task("housekeeping.purge_reports")
def purge_reports(work: Work) -> None:
    """Forgets reports that were made long ago, with their files."""
    housekeeping.purge_reports(work.database)


def forget_mail(database: Database, folder: Path) -> None:
    """Forget mail of months ago. A row whose file in `folder` cannot be removed stays until it can."""
    outlived = housekeeping.outlived_mail(database)
    # Files first: once the row is gone, nobody knows of the file any more.
    gone = [mail_id for mail_id in outlived if _forgotten(folder, mail_id)]
    housekeeping.purge_mail(database, gone)


def _forgotten(folder: Path, mail_id: str) -> bool:
    try:
        kept_mail.forget(folder, mail_id)
    except OSError as error:
        log.warning("kept mail not removed", mail_id=mail_id, reason=error.strerror)
        return False
    return True
