"""Which days of a company are to be exported, which are there, and which have been kept long enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from routing.actions.export_plans import plan_of, zone_of
from routing.actions.exports import DONE, REMOVED, WRITING
from routing.clock import DAY, MINUTE, Millis
from routing.days import day_at
from routing.tables import ExportSlot, MailMessage
from routing.transaction import Transaction

#: A day is exported this long after it is over, when the last sessions of the evening have ended.
SETTLED_AFTER: Millis = 30 * MINUTE
#: Days that were missed are made up for, this many back at most.
MOST_MISSED_DAYS = 31
_WORST_FIRST = ("failed", "queued", "kept", "sent")


def due(tx: Transaction) -> list[date]:
    """The days to be exported now by the company's plan, oldest first."""
    plan = plan_of(tx)
    if plan is None or not plan.active or not plan.reports:
        return []
    last = day_at(zone_of(tx), tx.now - SETTLED_AFTER) - timedelta(days=1)
    first = max(last - timedelta(days=MOST_MISSED_DAYS - 1), date.fromisoformat(plan.begins))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    settled = _settled(tx, days)
    return [day for day in days if day.isoformat() not in settled]


def newest(tx: Transaction, limit: int) -> list[ExportSlot]:
    """The slots of the latest days, newest first."""
    rows = select(ExportSlot).order_by(col(ExportSlot.day).desc()).limit(limit)
    return list(tx.session.scalars(rows))


def mail_states(tx: Transaction, slots: Iterable[ExportSlot]) -> dict[str, str]:
    """The states of the mails of these slots, by the mail's id; removed ones are left out.

    A mail that not everybody fared alike with (see `routing.actions.mail.settle`) is as the worst of them.
    """
    ids = {slot.mail_id for slot in slots if slot.mail_id}
    part = aliased(MailMessage)
    statement = (
        select(MailMessage.id, part.state)
        .join(part, col(part.message_id) == col(MailMessage.message_id))
        .where(col(MailMessage.id).in_(ids), col(part.company_id) == tx.company_id)
    )
    states: dict[str, str] = {}
    for id_, state in tx.session.execute(statement):
        states[id_] = min(state, states.get(id_, state), key=_WORST_FIRST.index)
    return states


def outlived(tx: Transaction) -> list[ExportSlot]:
    """The slots whose files have been kept as long as the plan says."""
    plan = plan_of(tx)
    if plan is None or plan.keep_days == 0:
        return []
    old = select(ExportSlot).where(
        col(ExportSlot.state) == DONE,
        col(ExportSlot.finished_at) < tx.now - plan.keep_days * DAY,
    )
    return list(tx.session.scalars(old.order_by(col(ExportSlot.day))))


def mark_removed(tx: Transaction, slot_id: str) -> bool:
    """The slot's files are gone for good."""
    gone = update(ExportSlot).where(col(ExportSlot.id) == slot_id, col(ExportSlot.state) == DONE)
    return tx.change(gone.values(state=REMOVED)) == 1


def _settled(tx: Transaction, days: Sequence[date]) -> set[str]:
    """The days among these that need nobody: done, removed, or being written."""
    if not days:
        return set()
    slots = tx.session.scalars(
        select(ExportSlot).where(
            col(ExportSlot.day) >= days[0].isoformat(), col(ExportSlot.day) <= days[-1].isoformat()
        )
    )
    return {slot.day for slot in slots if slot.state != WRITING or slot.lease_until > tx.now}
