"""Earlier sessions of a customer are that customer's, as far as anybody can tell."""

from pathlib import Path

import pytest

from routing.actions import intake, offers, sessions
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import Portal
from tests.builders import a_company, a_portal, an_agent
from tests.integration.routing.desk import go_on_line, ringing_offer
from tests.serving import Web, web_application


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
