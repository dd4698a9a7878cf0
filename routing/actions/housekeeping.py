"""Tidying: what is only kept for a time is deleted when that time is over."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete, or_, update
from sqlmodel import col, select

from routing.actions.accounts import COOKIE_LASTS
from routing.actions.intake import KEY_KEPT
from routing.clock import DAY, Millis
from routing.database import ALL_COMPANIES, Database
from routing.tables import (
    Connection,
    ExportSlot,
    MailMessage,
    PageView,
    PostedKey,
    ReportFile,
    ReportRun,
    SignedOutBrowser,
)

CONNECTIONS_KEPT: Millis = 30 * DAY
MAIL_KEPT: Millis = 90 * DAY
#: A list of sessions holds what customers wrote; other reports hold sums only.
SESSION_LISTS_KEPT: Millis = 90 * DAY
REPORTS_KEPT: Millis = 400 * DAY
AT_ONCE = 500
_EMPTY = {"recipients": [], "subject": "", "body": "", "attachments": [], "problem": ""}
#: As far back as a report may reach (`routing.report_parameters`), and a day.
VIEWS_KEPT: Millis = 1_828 * DAY


def purge_posted_keys(database: Database) -> int:
    """Forget idempotency keys older than a day; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        return tx.change(delete(PostedKey).where(col(PostedKey.created_at) < tx.now - KEY_KEPT))


def purge_connections(database: Database) -> int:
    """Forget connections that ended a month ago; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        return tx.change(
            delete(Connection).where(col(Connection.closed_at) < tx.now - CONNECTIONS_KEPT)
        )


def purge_signed_out_browsers(database: Database) -> int:
    """Forget signed-out browsers whose cookies have run out by themselves; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        outlived = col(SignedOutBrowser.at) < tx.now - 2 * COOKIE_LASTS
        return tx.change(delete(SignedOutBrowser).where(outlived))


def outlived_mail(database: Database) -> list[str]:
    """The messages that were finished three months ago, whose files go before `purge_mail` takes the rows."""
    with database.reading(ALL_COMPANIES) as reading:
        old = select(MailMessage.id).where(
            col(MailMessage.finished_at) < reading.now - MAIL_KEPT, col(MailMessage.subject) != ""
        )
        return list(reading.session.scalars(old))


def purge_mail(database: Database, ids: Sequence[str]) -> None:
    """Forget these messages.

    Of one that an export owed, an empty row stays (no subject, which every message has): by it the slot
    knows that its mail went out, and a day that is written anew is not mailed again.
    """
    for begin in range(0, len(ids), AT_ONCE):
        these = col(MailMessage.id).in_(ids[begin : begin + AT_ONCE])
        owed = col(MailMessage.id).in_(
            select(ExportSlot.mail_id).where(col(ExportSlot.mail_id).is_not(None))
        )
        with database.transaction(ALL_COMPANIES) as tx:
            tx.change(update(MailMessage).where(these, owed).values(_EMPTY))
            tx.change(delete(MailMessage).where(these, ~owed))


def purge_page_views(database: Database) -> int:
    """Forget views of pages that no report reaches back to; how many rows."""
    with database.transaction(ALL_COMPANIES) as tx:
        return tx.change(delete(PageView).where(col(PageView.slot) < tx.now - VIEWS_KEPT))


def purge_reports(database: Database) -> int:
    """Forget reports that were made long ago, with their files; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        old = or_(
            col(ReportRun.asked_at) < tx.now - REPORTS_KEPT,
            and_(
                col(ReportRun.kind) == "sessions",
                col(ReportRun.asked_at) < tx.now - SESSION_LISTS_KEPT,
            ),
        )
        ids = list(tx.session.scalars(select(ReportRun.id).where(old)))
        for some in (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE)):
            tx.change(delete(ReportFile).where(col(ReportFile.run_id).in_(some)))
            tx.change(delete(ReportRun).where(col(ReportRun.id).in_(some)))
        return len(ids)
