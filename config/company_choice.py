"""Which company a command is about: the one it names, the only one, or the demonstration's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from routing.database import ALL_COMPANIES, Database
from routing.tables import Company

DEMONSTRATION = "demo"


class CompanyChoiceError(Exception):
    """No company can be chosen; the message says why."""


@dataclass(frozen=True)
class ChosenCompany:
    """A company by id, with what names it and the zone its days are cut in."""

    id: str
    slug: str
    name: str
    zone: ZoneInfo


def every_company(database: Database) -> list[ChosenCompany]:
    """All companies by slug; raises CompanyChoiceError when the database cannot be asked."""
    _check_there(database)
    try:
        with database.reading(ALL_COMPANIES) as reading:
            rows = reading.session.scalars(select(Company).order_by(col(Company.slug))).all()
    except DBAPIError as error:
        raise CompanyChoiceError(f"the database cannot be read: {error.orig}") from None
    return [_chosen(row) for row in rows]


def choose(database: Database, slug: str | None) -> ChosenCompany:
    """The company called `slug`; without one, the only company or the demonstration's.

    Raises CompanyChoiceError, which lists the companies there are.
    """
    companies = every_company(database)
    if not companies:
        raise CompanyChoiceError("there is no company yet; 'guichet up' makes the demonstration's")
    wanted = slug or (companies[0].slug if len(companies) == 1 else DEMONSTRATION)
    for company in companies:
        if company.slug == wanted:
            return company
    there = ", ".join(company.slug for company in companies)
    asked = f"there is no company '{slug}'" if slug else "there are several companies: name one"
    raise CompanyChoiceError(f"{asked}; there are: {there}")


def _check_there(database: Database) -> None:
    # SQLite would make an empty file of a misspelt address.
    file = make_url(database.url).database
    if database.is_sqlite and file and not Path(file).exists():
        raise CompanyChoiceError(f"there is no database {file}; 'guichet migrate' makes it")


def _chosen(row: Company) -> ChosenCompany:
    try:
        zone = ZoneInfo(row.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CompanyChoiceError(
            f"company {row.slug} has no usable time zone: {row.time_zone!r}"
        ) from None
    return ChosenCompany(row.id, row.slug, row.name, zone)
