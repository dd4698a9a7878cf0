"""Views of companies' pages: who may count, what is counted, and that nobody learns anything."""

import json
import threading

import pytest
from sqlalchemy import text
from sqlmodel import select

from routing.actions import page_views
from routing.actions.page_views import MOST_ADDRESSES, Viewed, slot_of
from routing.clock import MINUTE
from routing.database import ALL_COMPANIES
from routing.tables import PageView
from tests.builders import a_company, a_portal
from tests.serving import Web
from webui.database_calls import DatabaseCalls
from webui.view_counter import CompanyPage, ViewCounter

SITE = "https://www.bank.example"


@pytest.fixture
def portal(web: Web):
    return a_portal(web.database, a_company(web.database), allowed_origins=[SITE])


def see(web: Web, key: str, page: str = f"{SITE}/cards", origin: str | None = SITE, **headers):
    given = {"Content-Type": "text/plain;charset=UTF-8", **headers}
    if origin is not None:
        given["Origin"] = origin
    return web.client().post(
        f"/api/v1/portals/{key}/views", data=json.dumps({"page_url": page}), headers=given
    )


def counted(web: Web) -> dict[str, int]:
    with web.database.reading(ALL_COMPANIES) as reading:
        return {row.url: row.views for row in reading.session.scalars(select(PageView))}


def test_a_view_is_counted_under_its_page_without_what_may_name_people(web, portal):
    for page in ("/cards", "/cards?account=7", "/cards#top", "/"):
        answer = see(web, portal.key, SITE + page)
        assert (answer.status_code, answer.data) == (204, b"")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    assert counted(web) == {f"{SITE}/cards": 3, f"{SITE}/": 1}


def test_views_are_counted_by_quarter_hours(web, portal):
    see(web, portal.key)

    with web.database.reading(ALL_COMPANIES) as reading:
        (row,) = reading.session.scalars(select(PageView))
        assert row.slot == slot_of(reading.now)
        assert row.slot % (15 * MINUTE) == 0
        assert (row.company_id, row.portal_id) == (portal.company_id, portal.id)


@pytest.mark.parametrize(
    "told",
    [
        {"key": "nowhere"},
        {"page": "https://evil.example/", "origin": "https://evil.example"},
        {"page": f"{SITE}/", "origin": "https://evil.example"},
        {"page": "https://evil.example/", "origin": SITE},
        {"origin": "null"},
        {"origin": None},
        {"page": ""},
        {"page": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_what_is_not_counted_is_answered_all_the_same(web, portal, told):
    answer = see(web, **{"key": portal.key, **told})

    assert (answer.status_code, answer.data) == (204, b"")
    assert dict(answer.headers).keys() == dict(see(web, portal.key).headers).keys()
    assert counted(web) == {f"{SITE}/cards": 1}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b"[]", b"{}", b'{"page_url": 7}', b"[" * 100_000, b"x" * 70_000,
     b'{"page_url": "https://www.bank.example/", "views": 1000}'],
    ids=["empty", "cut", "not-utf8", "list", "missing", "number", "deep", "big", "more"],
)  # fmt: skip
def test_a_body_that_is_malformed_counts_nothing(web, portal, body):
    answer = web.client().post(
        f"/api/v1/portals/{portal.key}/views", data=body, headers={"Origin": SITE}
    )

    assert answer.status_code == 204
    assert counted(web) == {}


def test_a_portal_open_to_any_port_of_this_machine_counts_its_pages(web):
    portal = a_portal(web.database, a_company(web.database), allowed_origins=["http://127.0.0.1:*"])

    see(web, portal.key, "http://127.0.0.1:8081/", "http://127.0.0.1:8081")

    assert counted(web) == {"http://127.0.0.1:8081/": 1}


def test_addresses_beyond_the_limit_count_under_the_first_page_of_the_site(web, portal):
    slot = slot_of(web.database.clock())
    pages = [Viewed(portal.id, slot, f"{SITE}/{n:04}") for n in range(MOST_ADDRESSES + 20)]

    web.database.run(portal.company_id, lambda tx: page_views.count(tx, dict.fromkeys(pages, 1)))
    see(web, portal.key, f"{SITE}/0007")

    found = counted(web)
    assert len(found) == MOST_ADDRESSES + 1
    assert found[f"{SITE}/"] == 20
    assert found[f"{SITE}/0007"] == 2


def test_views_that_come_while_others_are_written_are_written_together(web, portal):
    page = CompanyPage(portal.company_id, Viewed(portal.id, 0, f"{SITE}/"))
    calls = SlowCalls(web.parts.calls)
    counter = ViewCounter(calls)
    first = threading.Thread(target=counter.add, args=(page,))
    first.start()
    calls.begun.wait(10)

    for _ in range(50):
        counter.add(page)
    calls.go_on.set()
    first.join(10)

    assert counted(web) == {f"{SITE}/": 51}
    assert calls.writes == 2


def test_views_that_the_database_does_not_take_are_counted_later(web, portal):
    page = CompanyPage(portal.company_id, Viewed(portal.id, 0, f"{SITE}/"))
    counter = ViewCounter(web.parts.calls)
    with web.database.transaction(ALL_COMPANIES) as tx:
        tx.session.execute(text("ALTER TABLE page_view RENAME TO away"))
    counter.add(page)
    counter.add(page)
    with web.database.transaction(ALL_COMPANIES) as tx:
        tx.session.execute(text("ALTER TABLE away RENAME TO page_view"))

    counter.add(page)

    assert counted(web) == {f"{SITE}/": 3}


def test_a_database_that_fails_costs_the_customer_nothing(web, portal):
    with web.database.transaction(ALL_COMPANIES) as tx:
        tx.session.execute(text("ALTER TABLE portal RENAME TO away"))

    assert see(web, portal.key).status_code == 204


class SlowCalls(DatabaseCalls):
    """The first write waits until it is told to go on."""

    def __init__(self, calls: DatabaseCalls) -> None:
        super().__init__(calls.database, threads=False)
        self.begun, self.go_on, self.writes = threading.Event(), threading.Event(), 0

    def write(self, company, action):
        self.writes += 1
        self.begun.set()
        self.go_on.wait(10)
        return super().write(company, action)
