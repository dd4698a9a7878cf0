"""A page that carries a launcher is counted when it is seen, under a strict policy, without cookies."""

import pytest
from playwright.sync_api import Page, Request, expect
from sqlmodel import col, select

from routing.tables import PageView, Portal
from tests.acceptance.browsing import Windows
from tests.acceptance.company import Company
from tests.acceptance.company_page import Embedded, company_page, launcher
from tests.running import RunningGuichet
from tests.waiting import wait_until

LIMIT_S = 30.0


def views(company: Company, portal: Portal) -> dict[str, int]:
    with company.database.reading(company.id) as reading:
        rows = reading.session.scalars(select(PageView).where(col(PageView.portal_id) == portal.id))
        found: dict[str, int] = {}
        for row in rows:
            found[row.url] = found.get(row.url, 0) + row.views
        return found


@pytest.fixture
def portals(company: Company) -> tuple[Portal, Portal]:
    return company.portal(), company.portal(allowed_origins=["https://www.bank.example"])


def test_each_load_of_a_page_counts_once_for_each_portal_that_may_be_there(
    guichet: RunningGuichet, company: Company, windows: Windows, portals: tuple[Portal, Portal]
):
    allowed, foreign = portals
    tags = (Embedded(allowed.key), Embedded(allowed.key), Embedded(foreign.key))
    told: list[Request] = []
    context = windows.open()
    # An agent who visits the page has Guichet's cookie: it stays at home.
    context.add_cookies([{"name": "guichet", "value": "x", "url": guichet.base_url}])
    with company_page(guichet, tags) as address:
        page = context.new_page()
        for _ in range(3):
            told += _told_by(page, address)
        seen = address.partition("?")[0]
        wait_until(lambda: views(company, allowed) == {seen: 3}, LIMIT_S, "three views")

    assert views(company, foreign) == {}
    assert [request.post_data_json for request in told] == [{"page_url": seen}] * 6
    assert all("cookie" not in request.all_headers() for request in told)
    assert all(request.all_headers()["content-type"].startswith("text/plain") for request in told)


def _told_by(page: Page, address: str) -> list[Request]:
    """What the page tells when it is loaded: once for each of its two portals."""
    told: list[Request] = []

    def is_last(request: Request) -> bool:
        if request.url.endswith("/views"):
            told.append(request)
        return len(told) == 2

    with page.expect_request(is_last):
        page.goto(address)
    expect(launcher(page).first).to_be_visible()
    return told
