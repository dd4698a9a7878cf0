"""Views of the pages that carry a portal: counted by page and quarter hour, nobody told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, func, select

from routing import page_address
from routing.clock import Millis
from routing.identifiers import new_id
from routing.tables import PageView
from routing.tables.page_view import SLOT
from routing.transaction import Transaction

#: Different addresses of one portal in one quarter hour; what comes beyond them counts under the page's
#: origin. A shop with an address for each visitor must not fill the table.
MOST_ADDRESSES = 500

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, order=True)
class Viewed:
    """One page in one quarter hour; `url` as `routing.page_address` writes it."""

    portal_id: str
    slot: Millis
    url: str


def slot_of(at: Millis) -> Millis:
    """When the quarter hour of a moment began."""
    return at - at % SLOT


def count(tx: Transaction, views: Mapping[Viewed, int]) -> None:
    """Add so many views to each of these pages."""
    # In one order everywhere, so that two processes never wait for each other.
    for viewed in sorted(views):
        if not _raise(tx, viewed, views[viewed]):
            _begin(tx, _bounded(tx, viewed), views[viewed])


def _raise(tx: Transaction, viewed: Viewed, views: int) -> bool:
    """Whether the page was counted before in its quarter hour; then it is now counted on."""
    counted = update(PageView).where(
        col(PageView.portal_id) == viewed.portal_id,
        col(PageView.slot) == viewed.slot,
        col(PageView.url) == viewed.url,
    )
    return tx.change(counted.values(views=col(PageView.views) + views)) == 1


def _bounded(tx: Transaction, viewed: Viewed) -> Viewed:
    known = (
        select(func.count())
        .select_from(PageView)
        .where(col(PageView.portal_id) == viewed.portal_id, col(PageView.slot) == viewed.slot)
    )
    if tx.session.scalars(known).one() < MOST_ADDRESSES:
        return viewed
    return replace(viewed, url=page_address.first_page(viewed.url))


def _begin(tx: Transaction, viewed: Viewed, views: int) -> None:
    """The first views of a page, unless another process was first a moment ago."""
    table = PageView.__table__  # type: ignore[attr-defined]
    new = _INSERTS[tx.session.get_bind().dialect.name](table).values(
        id=new_id(),
        company_id=tx.company_id,
        portal_id=viewed.portal_id,
        url=viewed.url,
        slot=viewed.slot,
        views=views,
    )
    tx.session.execute(
        new.on_conflict_do_update(
            index_elements=[table.c.portal_id, table.c.slot, table.c.url],
            set_={"views": table.c.views + new.excluded.views},
        )
    )
