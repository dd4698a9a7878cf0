"""URL referrals: how often each page with a portal was seen, and what came of it.

*Visitors* counts views of the page (nobody is told apart, so one who comes twice counts twice),
*attempted* the requests that came in from it, *successful* those of them that an agent answered.
Counted by the database, which has a row a page and quarter hour, or a request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from reports.calendar import Calendar
from reports.result import Chart, Column, Figure, Note, Report
from reports.source import Source
from routing import page_address
from routing.lifecycle import RequestState
from routing.tables import PageView, Request

KIND = "url_referrals"

_COLUMNS = (
    Column("url", "text"),
    Column("visitors", "count"),
    Column("attempted", "count"),
    Column("successful", "count"),
)


@dataclass
class Referrals:
    """What came from one page."""

    visitors: int = 0
    attempted: int = 0
    successful: int = 0

    def row(self) -> list[int]:
        """In the order of the columns."""
        return [self.visitors, self.attempted, self.successful]


def report(source: Source, parameters: dict[str, Any], calendar: Calendar) -> Report:
    """The report for canonical parameters (see `routing.report_parameters`) and the days in question."""
    pages: defaultdict[str, Referrals] = defaultdict(Referrals)
    for url, views in _views(source, parameters, calendar):
        # Old rows have sites without the path of their first page.
        pages[page_address.normalised(url)].visitors += views
    for url, attempted, successful in _requests(source, parameters, calendar):
        pages[page_address.normalised(url)].attempted += attempted
        pages[page_address.normalised(url)].successful += successful
    ordered = sorted(pages.items(), key=_most_seen_first)
    total = [sum(column) for column in zip(*(page.row() for page in pages.values()), strict=True)]
    visitors, attempted, successful = total or (0, 0, 0)
    return Report(
        KIND,
        parameters,
        calendar,
        source.as_of,
        [
            Figure("visitors", "count", visitors),
            Figure("attempted", "count", attempted),
            Figure("successful", "count", successful),
        ],
        _COLUMNS,
        # A request can come from nowhere: a link in a mail, a page that does not say.
        [[url or None, *page.row()] for url, page in ordered],
        [None, visitors, attempted, successful],
        Chart("bar", "url", ("visitors", "attempted", "successful")),
        [Note("not_over", {"as_of": source.as_of})] if calendar.ends > source.as_of else [],
    )


def _most_seen_first(entry: tuple[str, Referrals]) -> tuple[int, int, str]:
    url, page = entry
    return (-page.visitors, -page.attempted, url)


def _views(
    source: Source, parameters: dict[str, Any], calendar: Calendar
) -> Iterator[tuple[str, int]]:
    statement = select(PageView.url, func.sum(col(PageView.views))).where(
        col(PageView.slot) >= calendar.begins, col(PageView.slot) < calendar.ends
    )
    if parameters["portals"]:
        statement = statement.where(col(PageView.portal_id).in_(parameters["portals"]))
    for url, views in source.reading.session.execute(statement.group_by(col(PageView.url))):
        yield url, int(views)


def _requests(source: Source, parameters: dict[str, Any], calendar: Calendar) -> Iterator[Any]:
    answered = func.count(col(Request.accepted_at))
    statement = select(Request.page_url, func.count(), answered).where(
        col(Request.posted_at) >= calendar.begins,
        col(Request.posted_at) < calendar.ends,
        col(Request.state) != RequestState.REFUSED,
    )
    if parameters["portals"]:
        statement = statement.where(col(Request.portal_id).in_(parameters["portals"]))
    yield from source.reading.session.execute(statement.group_by(col(Request.page_url)))
