"""What a company wants exported each night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from routing import mail_addresses, report_parameters
from routing.actions.accounts import LANGUAGES
from routing.days import day_at
from routing.errors import InvalidInput
from routing.permissions import Actor, Permission, require
from routing.tables import Company, ExportPlan
from routing.transaction import Transaction

#: Ten years.
LONGEST_KEPT_DAYS = 3_650
KEPT_DAYS = 90


@dataclass(frozen=True)
class PlanWish:
    """A plan as somebody wants it; see `ExportPlan`."""

    active: bool
    reports: Sequence[str]
    mail_to: Sequence[str]
    language: str
    keep_days: int
    begins: str


def plan_of(tx: Transaction) -> ExportPlan | None:
    """The company's plan, if it has one."""
    return tx.session.scalars(select(ExportPlan)).first()


def default_plan(tx: Transaction, language: str) -> ExportPlan:
    """What a company without a plan is shown: everything, from today on, not yet active. Not written."""
    return ExportPlan(
        company_id=tx.company_id,
        active=False,
        reports=list(report_parameters.KINDS),
        mail_to=[],
        language=language,
        keep_days=KEPT_DAYS,
        begins=today(tx).isoformat(),
        changed_at=0,
    )


def set_plan(tx: Transaction, actor: Actor, wish: PlanWish) -> ExportPlan:
    """Make this the company's plan.

    Raises `Forbidden`, and `InvalidInput` for an unknown report or language, an address that is none,
    a day that is none, days to keep outside 0 to 3650.
    """
    require(actor, Permission.SET_EXPORTS)
    # There is one plan a company, also when two people set the first one at once.
    tx.session.execute(
        select(Company.id).where(col(Company.id) == tx.company_id).with_for_update(key_share=True)
    )
    plan = plan_of(tx) or default_plan(tx, wish.language)
    plan.active = wish.active
    plan.reports = _reports(wish)
    plan.mail_to = mail_addresses.checked("mail_to", wish.mail_to, required=False)
    plan.language = _one_of("language", wish.language, LANGUAGES)
    plan.keep_days = _keep_days(wish.keep_days)
    plan.begins = report_parameters.day("begins", wish.begins).isoformat()
    plan.changed_at = tx.now
    tx.add(plan)
    return plan


def today(tx: Transaction) -> date:
    """The day it is in the company's zone."""
    return day_at(zone_of(tx), tx.now)


def zone_of(tx: Transaction) -> ZoneInfo:
    """The company's zone."""
    return ZoneInfo(tx.get(Company, tx.company_id).time_zone)


def _reports(wish: PlanWish) -> list[str]:
    for kind in wish.reports:
        _one_of("reports", kind, report_parameters.KINDS)
    if wish.active and not wish.reports:
        raise InvalidInput(field="reports", reason="required")
    return [kind for kind in report_parameters.KINDS if kind in wish.reports]


def _keep_days(days: int) -> int:
    if not 0 <= days <= LONGEST_KEPT_DAYS:
        raise InvalidInput(field="keep_days", reason="out_of_range", limit=LONGEST_KEPT_DAYS)
    return days


def _one_of(field: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise InvalidInput(field=field, reason="unknown_value", value=value[:60])
    return value
