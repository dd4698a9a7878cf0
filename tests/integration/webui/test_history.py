"""Sessions that ended: a customer's earlier ones, and the agent's own, page by page."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from routing.actions import intake, offers, sessions
from routing.clock import DAY
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import Portal, Request, Session
from tests.builders import a_company, a_portal, an_agent
from tests.integration.routing.desk import go_on_line, ringing_offer
from tests.serving import Web, web_application
from webui.live import desk_snapshot


@pytest.fixture
def web(tmp_path: Path):
    with web_application(tmp_path) as application:
        yield application


@pytest.fixture
def portal(web: Web) -> Portal:
    return a_portal(web.database, a_company(web.database))


@pytest.fixture
def marie(web: Web, portal: Portal) -> Actor:
    marie = an_agent(web.database, portal.company_id, "marie", portals=[portal], max_sessions=9)
    go_on_line(web.database, marie)
    return marie


def served(web: Web, portal: Portal, marie: Actor, name: str, email: str = "") -> str:
    """A request of this customer, answered and ended; its id."""
    new = intake.NewRequest(new_id(), name, email=email)
    with web.database.transaction(portal.company_id) as tx:
        request_id = intake.post(tx, portal.id, new).request_id
    with web.database.transaction(portal.company_id) as tx:
        intake.screen(tx, request_id)
    with web.database.transaction(portal.company_id) as tx:
        accepted = offers.accept(tx, marie, ringing_offer(web.database, marie))
    with web.database.transaction(portal.company_id) as tx:
        sessions.end(tx, marie, accepted.session_id or "", "resolved")
    return request_id


def earlier(web: Web, marie: Actor, request_id: str) -> list[str]:
    """The customers named in the earlier sessions that the agent is shown."""
    client = web.client(marie.account_id)
    answer = client.get(f"/api/v1/customers/earlier?request_id={request_id}")
    assert answer.status_code == 200, answer.text
    return [row["customer_name"] for row in answer.get_json()["rows"]]


def test_the_e_mail_tells_who_it_is_whatever_name_they_gave(web, portal, marie):
    served(web, portal, marie, "Ann Smith", "Ann@example.org")
    served(web, portal, marie, "Ann", "other@example.org")
    served(web, portal, marie, "Ann")
    again = served(web, portal, marie, "Ann", "ann@example.org")
    assert earlier(web, marie, again) == ["Ann Smith"]


def test_without_an_e_mail_the_name_counts_among_those_who_gave_none(web, portal, marie):
    served(web, portal, marie, "Ann", "ann@example.org")
    served(web, portal, marie, "Bob")
    served(web, portal, marie, "Ann")
    assert earlier(web, marie, served(web, portal, marie, "Ann")) == ["Ann"]


def own(web: Web, marie: Actor, **query: str | int) -> list[dict[str, Any]]:
    """A page of the agent's own history."""
    answer = web.client(marie.account_id).get("/api/v1/history", query_string=query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.get_json()["rows"]
    return rows


def test_no_session_falls_between_two_pages_though_many_ended_in_the_same_millisecond(
    web, portal, marie
):
    names = [f"Customer {number}" for number in range(5)]
    for name in names:
        served(web, portal, marie, name)
    with web.database.transaction(portal.company_id) as tx:
        tx.change(update(Session).values(ended_at=tx.now))
    seen, page = [], own(web, marie, day="today", limit=2)
    while page:
        seen += page
        last = seen[-1]
        edge = {"before": last["ended_at"], "before_id": last["id"]}
        page = own(web, marie, day="today", limit=2, **edge)
    assert [row["customer_name"] for row in seen] == names[::-1]


def test_the_history_of_today_ends_where_the_day_began(web, portal, marie):
    for name in ("Yesterday", "Today"):
        served(web, portal, marie, name)
    with web.database.transaction(portal.company_id) as tx:
        of_yesterday = col(Session.request_id).in_(
            select(Request.id).where(col(Request.customer_name) == "Yesterday")
        )
        tx.change(update(Session).where(of_yesterday).values(ended_at=tx.now - DAY))
    assert [row["customer_name"] for row in own(web, marie)] == ["Today", "Yesterday"]
    assert [row["customer_name"] for row in own(web, marie, day="today")] == ["Today"]


def test_the_desk_says_whether_more_ended_today_than_it_lists(web, portal, marie, monkeypatch):
    monkeypatch.setattr(desk_snapshot, "HISTORY_IN_SNAPSHOT", 2)
    told = []
    for name in ("Ann", "Bob", "Cid"):
        served(web, portal, marie, name)
        with web.database.reading(portal.company_id) as reading:
            snapshot = desk_snapshot.desk_snapshot(reading, marie.account_id)
        told.append((len(snapshot.history), snapshot.history_goes_on))
    assert told == [(1, False), (2, False), (2, True)]
