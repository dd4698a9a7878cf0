"""An agent who only does what the test says: connects, sees what rings, answers when told."""

import random
import time
from typing import Any

from tests.acceptance.chaos.actor import Actor
from tests.acceptance.chaos.agent import API
from tests.acceptance.chaos.ledger import Ledger
from tests.acceptance.chaos.live_line import LiveLine
from tests.acceptance.chaos.stubborn import Answer, Stubborn
from tests.acceptance.company import Person
from tests.waiting import wait_until

_TICK_S = 0.05


class Watcher(Actor):
    """One desk, kept connected in the background until it goes home."""

    def __init__(self, address: str, person: Person) -> None:
        super().__init__(person.name, Ledger(), random.Random(0))
        self.address = address
        self.person = person
        self.web = Stubborn(address, surprises=self.ledger.faults)
        #: Alerts that ring now: offer's id by request's id.
        self.ringing: dict[str, str] = {}
        #: When each request rang here last (monotonic seconds), and how often anew.
        self.rang_at: dict[str, float] = {}
        self.snapshots = 0

    def __enter__(self) -> "Watcher":
        body = {"login": self.person.login, "password": self.person.password}
        me = self.web.ask("POST", f"{API}/sign-in", body).body
        self.web.headers["X-CSRF-Token"] = me["csrf_token"]
        self.available()
        self.start()
        wait_until(lambda: self.snapshots, 60, f"{self.name} at the desk")
        return self

    def __exit__(self, *_: object) -> None:
        self.go()

    def go(self) -> None:
        """Is gone all at once, as a browser is whose machine dies."""
        self.stop()
        self.join(30)

    def available(self) -> None:
        """Becomes available."""
        self.web.ask("PUT", f"{API}/me/availability", {"status": "available"})

    def unavailable(self) -> None:
        """Becomes unavailable."""
        self.web.ask("PUT", f"{API}/me/availability", {"status": "unavailable"})

    def live(self) -> None:
        """Keeps the line and notes what rings."""
        while not self.stopping.is_set():
            for event, data in self.receive(_TICK_S):
                self._hear(event, data)

    def connect(self) -> LiveLine:
        """The desk's line."""
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.web.session.cookies)
        return LiveLine(self.address, "/desk", cookie=cookies)

    def hears(self, request_id: str, seconds: float) -> float:
        """Waits for an alert; when it began to ring (monotonic seconds)."""
        what = f"{request_id} to ring at {self.name}"
        wait_until(lambda: request_id in self.ringing, seconds, what)
        return self.rang_at[request_id]

    def accept(self, request_id: str) -> Answer:
        """Says yes to the alert that rings."""
        return self.web.ask("POST", f"{API}/offers/{self.ringing[request_id]}/accept", {})

    def end(self, session_id: str) -> Answer:
        """Ends a session."""
        return self.web.ask("POST", f"{API}/sessions/{session_id}/end", {"resolution": "resolved"})

    def _hear(self, event: str, data: Any) -> None:
        if event == "snapshot":
            self.ringing = {}
            for offer in data["offers"]:
                self._hear("offer_row", offer)
            self.snapshots += 1
        elif event == "offer_row":
            self._note(data["request"]["id"], data["id"], data["state"] == "ringing")
        elif event == "offer_closed":
            self._note(data["request_id"], data["offer_id"], False)

    def _note(self, request_id: str, offer_id: str, rings: bool) -> None:
        if rings and self.ringing.get(request_id) != offer_id:
            self.ringing[request_id] = offer_id
            self.rang_at[request_id] = time.monotonic()
        elif not rings and self.ringing.get(request_id) == offer_id:
            del self.ringing[request_id]
