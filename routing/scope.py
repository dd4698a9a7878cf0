"""Company scope: every statement on a company's rows carries its company, or fails.

The session adds the company to each select, update and delete it runs on scoped tables, and checks
each row it writes; code that forgets to say which company gets `UnscopedQuery`, never another's rows.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Uuid, column, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from routing.errors import UnscopedQuery
from routing.tables import CompanyRow


class AllCompanies:
    """The scope of the product's own housekeeping, which serves every company alike."""

    def __repr__(self) -> str:
        return "ALL_COMPANIES"


ALL_COMPANIES: Final = AllCompanies()
SCOPE = "company"

# `with_loader_criteria` looks the column up on the common base once before it looks at the tables, and
# a model without a table has none. Set here, when every table is defined: earlier it would become the
# default value of their fields.
type.__setattr__(CompanyRow, "company_id", column("company_id", Uuid(as_uuid=False)))


def scoped(session: Session, company: str | AllCompanies) -> Session:
    """Bind `session` to one company's rows (or to all of them); returns it."""
    if not isinstance(company, AllCompanies) and not company:
        raise UnscopedQuery
    session.info[SCOPE] = company
    return session


@event.listens_for(Session, "do_orm_execute")
def _add_company(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    scope = state.session.info.get(SCOPE)
    if scope is None:
        if any(issubclass(mapper.class_, CompanyRow) for mapper in state.all_mappers):
            raise UnscopedQuery
        return
    if isinstance(scope, AllCompanies) or state.is_insert:
        return
    company_id = scope
    state.statement = state.statement.options(
        with_loader_criteria(
            CompanyRow, lambda row: row.company_id == company_id, include_aliases=True
        )
    )


@event.listens_for(Session, "before_flush")
def _check_company(session: Session, _context: Any, _instances: Any) -> None:
    scope = session.info.get(SCOPE)
    if isinstance(scope, AllCompanies):
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, CompanyRow) and row.company_id != scope:
            raise UnscopedQuery
