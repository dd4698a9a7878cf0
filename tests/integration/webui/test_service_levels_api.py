"""Service levels over HTTP: who sees and sets the rule of a queue or a portal, and within what."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from routing.permissions import Actor
from routing.tables import EventRow, Wallboard
from tests.builders import a_company, a_portal, a_queue, an_agent
from tests.serving import Web, web_application

RULE = {"within": 30_000, "variant": "met_when_early", "short_abandon": 3_000}


@dataclass
class Office:
    """A company with its supervisor."""

    web: Web
    company: str
    supervisor: Actor

    def get(self, actor: Actor | None = None) -> Any:
        client = self.web.client((actor or self.supervisor).account_id)
        return client.get("/api/v1/service-levels")

    def put(self, path: str, body: Any = None, actor: Actor | None = None) -> Any:
        client = self.web.client((actor or self.supervisor).account_id)
        return client.put(f"/api/v1/service-levels/{path}", json=body or RULE)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with web_application(tmp_path, database_url=database_url) as web:
        company = a_company(web.database)
        yield Office(web, company, an_agent(web.database, company, role="supervisor"))


@pytest.mark.feature("REPT-17")
def test_each_queue_and_standard_portal_has_a_rule_of_its_own(office: Office):
    queue = a_queue(office.web.database, office.company)
    standard = a_portal(office.web.database, office.company)
    before_queue = a_portal(office.web.database, office.company, queue)

    changed = office.put(f"queues/{queue.id}")
    assert (changed.status_code, changed.get_json()["variant"]) == (200, "met_when_early")
    assert office.put(f"portals/{standard.id}").status_code == 200
    assert office.put(f"portals/{before_queue.id}").status_code == 404

    seen = office.get().get_json()
    assert [{**RULE, "id": row["id"]} for row in seen["queues"]] == [{**RULE, "id": queue.id}]
    assert [row["id"] for row in seen["portals"]] == [standard.id]
    assert {name: seen["portals"][0][name] for name in RULE} == RULE


def test_wallboards_hear_of_a_new_rule(office: Office):
    queue = a_queue(office.web.database, office.company)
    with office.web.database.transaction(office.company) as tx:
        board = Wallboard(company_id=office.company, name="All", created_at=tx.now)
        tx.add(board)

    office.put(f"queues/{queue.id}")

    with office.web.database.reading(office.company) as reading:
        told = [row.data for row in reading.session.scalars(select(EventRow))]
    assert {"wallboard_id": board.id} in told


@pytest.mark.parametrize(
    "wrong",
    [
        {**RULE, "within": -1},
        {**RULE, "within": 3_600_001},
        {**RULE, "short_abandon": -1},
        {**RULE, "variant": "mixed"},
        {**RULE, "extra": 1},
        {"within": 1},
    ],
)
def test_a_rule_that_cannot_be_is_refused(office: Office, wrong: dict[str, Any]):
    queue = a_queue(office.web.database, office.company)

    assert office.put(f"queues/{queue.id}", wrong).status_code == 422


def test_agents_and_other_companies_do_neither_see_nor_set(office: Office):
    queue = a_queue(office.web.database, office.company)
    agent = an_agent(office.web.database, office.company)
    elsewhere = a_company(office.web.database)
    stranger = an_agent(office.web.database, elsewhere, role="supervisor")

    assert office.get(agent).status_code == 403
    assert office.put(f"queues/{queue.id}", actor=agent).status_code == 403
    assert office.get(stranger).get_json() == {"queues": [], "portals": []}
    assert office.put(f"queues/{queue.id}", actor=stranger).status_code == 404
