"""From which pages customers came, and what came of it."""

import pytest

from routing.clock import MINUTE, SECOND
from tests.builders import a_portal
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read

DAY = "2026-06-01"
NOON = moment(f"{DAY} 12:00")
PAGE = "https://shop.example/orders"


@pytest.fixture
def company(database, clock):
    clock.now = moment("2027-01-01 12:00")
    return Company.new(database)


def referrals(company, **given):
    return read(company.database, company.id, "url_referrals", first=DAY, **given)


@pytest.mark.feature("REPT-03")
def test_views_requests_and_sessions_of_a_page_stand_together(company):
    company.views(PAGE, NOON, 40)
    company.views(PAGE, NOON + 15 * MINUTE, 2)
    company.views("https://shop.example/", NOON, 50)
    company.answered(NOON, 0, MINUTE, page_url=f"{PAGE}?customer=zoe#top")
    company.answered(NOON, 0, MINUTE, page_url=PAGE)
    company.request(NOON, SECOND, page_url=PAGE)
    company.request(NOON, SECOND, page_url=PAGE, state="refused")
    company.request(NOON, SECOND)
    report = referrals(company)
    assert report.result["rows"] == [
        ["https://shop.example/", 50, 0, 0],
        [PAGE, 42, 3, 2],
        [None, 0, 1, 0],
    ]
    assert report.result["total"] == [None, 92, 4, 2]
    assert report.figures == {"visitors": 92, "attempted": 4, "successful": 2}


def test_days_and_portals_limit_what_is_counted(company):
    midnight = moment("2026-06-02 00:00")
    company.views(PAGE, midnight, 7)
    company.views(PAGE, midnight - 15 * MINUTE, 3)
    company.request(midnight, SECOND, page_url=PAGE)
    assert referrals(company).total["visitors"] == 3
    assert referrals(company, last="2026-06-02").total["attempted"] == 1
    other = a_portal(company.database, company.id)
    assert referrals(company, portals=[other.id]).result["rows"] == []
    assert referrals(company, portals=[company.portal.id]).total["visitors"] == 3


def test_views_counted_for_a_site_are_those_of_its_first_page(company):
    company.views("https://shop.example", NOON, 3)
    company.views("https://shop.example/", NOON, 4)
    company.request(NOON, SECOND, page_url="https://shop.example/")
    assert referrals(company).result["rows"] == [["https://shop.example/", 7, 1, 0]]


def test_every_page_of_a_site_is_shown(company):
    for number in range(1_001):
        company.request(NOON, SECOND, page_url=f"{PAGE}/{number}")
    report = referrals(company)
    assert (len(report.result["rows"]), report.result["left_out"]) == (1_001, 0)
