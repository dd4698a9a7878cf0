"""A company with two agents, a portal and customers, acting through the public interfaces.

Screening is the workers' task; here the scene does it itself, through the application's own calls, so
that its events reach the pusher as if a worker's had come by the broker.
"""

import uuid
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import requests

from routing.actions import intake, ringing, sessions
from routing.permissions import Actor
from routing.tables import Portal, Request, Session
from routing.transaction import Transaction
from tests.browsers import Browser
from tests.builders import a_company, a_portal, an_agent
from tests.serving import Web


@dataclass
class Scene:
    """What there is, and who is connected."""

    web: Web
    address: str
    portal: Portal
    marie: Actor
    paul: Actor
    browsers: list[Browser] = field(default_factory=list)

    def desk(self, actor: Actor, available: bool = True) -> Browser:
        """One more tab of the agent's desk."""
        cookie = {"Cookie": self.web.signed_in(actor.account_id)["Cookie"]}
        desk = self._opened(Browser(self.address, "/desk", headers=cookie))
        if available:
            answer = self.ask(actor, "PUT", "/me/availability", {"status": "available"})
            assert answer.status_code == 200, answer.text
        return desk

    def ask(self, actor: Actor, method: str, path: str, body: Any = None) -> requests.Response:
        """What the API answers an agent."""
        return requests.request(
            method,
            f"{self.address}/api/v1{path}",
            json=body,
            headers=self.web.signed_in(actor.account_id),
            timeout=15,
        )

    def post(self, name: str = "Ann", question: str = "Where is my card?") -> "Customer":
        """A customer's request, screened."""
        answer = requests.post(
            f"{self.address}/api/v1/portals/{self.portal.key}/requests",
            json={"name": name, "question": question},
            headers={"Idempotency-Key": str(uuid.uuid4())},
            timeout=15,
        )
        assert answer.status_code == 201, answer.text
        posted = answer.json()
        self.web.parts.calls.write(
            self.portal.company_id, lambda tx: intake.screen(tx, posted["request_id"])
        )
        return Customer(self, posted["request_id"], posted["token"])

    def accept(self, actor: Actor, desk: Browser, customer: "Customer") -> str:
        """The agent says yes to the customer's alert; the session's id."""
        offer = desk.wait_for("offer_row", state="ringing")
        assert offer["request"]["id"] == customer.request_id
        answer = self.ask(actor, "POST", f"/offers/{offer['id']}/accept", {})
        assert answer.status_code == 200, answer.text
        session_id: str = answer.json()["session_id"]
        return session_id

    def lose_for_good(self, actor: Actor, session_id: str) -> None:
        """The agent goes and does not come back: the customer is offered to others."""
        self.ask(actor, "PUT", "/me/availability", {"status": "unavailable"})

        def give_up(tx: Transaction) -> None:
            sessions.give_up(tx, session_id)
            ringing.call_again(tx, tx.get(Request, tx.get(Session, session_id).request_id))

        self.web.parts.calls.write(self.portal.company_id, give_up)

    def leave(self) -> None:
        """Everybody goes, at once: each takes a moment to say goodbye."""
        goodbyes = [Thread(target=browser.close) for browser in self.browsers]
        for goodbye in goodbyes:
            goodbye.start()
        for goodbye in goodbyes:
            goodbye.join(10)

    def _opened(self, browser: Browser) -> Browser:
        self.browsers.append(browser)
        return browser


@dataclass
class Customer:
    """One customer with the token of their request."""

    scene: Scene
    request_id: str
    token: str

    def page(self) -> Browser:
        """One more tab of the customer's page."""
        page = Browser(self.scene.address, "/customer", auth={"token": self.token})
        return self.scene._opened(page)

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        """What the API answers the customer."""
        return requests.request(
            method,
            f"{self.scene.address}/api/v1/customer{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=15,
        )


def a_scene(web: Web, address: str) -> Scene:
    """A company with a portal that two agents serve."""
    company = a_company(web.database)
    portal = a_portal(web.database, company)
    marie = an_agent(web.database, company, "marie", portals=[portal])
    paul = an_agent(web.database, company, "paul", portals=[portal])
    return Scene(web, address, portal, marie, paul)
