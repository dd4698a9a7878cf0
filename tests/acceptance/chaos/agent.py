"""An agent: answers alerts, talks in up to three conversations at once, ends them."""

import random
import time
from collections.abc import Callable
from typing import Any

from tests.acceptance.chaos.actor import Actor
from tests.acceptance.chaos.conversation_view import ConversationView
from tests.acceptance.chaos.ledger import Ledger, Served
from tests.acceptance.chaos.live_line import LineLost, LiveLine
from tests.acceptance.chaos.stubborn import Stubborn
from tests.acceptance.company import Person

API = "/api/v1"
#: What a customer says last, and how many lines each side writes.
GOODBYE = "goodbye"
LINES_EACH = 3
#: Seconds after which an agent ends a session with a customer who says nothing.
_PATIENCE_S = 20.0
_TICK_S = 0.05
_YES, _NO = 0.85, 0.95


class AgentActor(Actor):
    """One agent at one desk."""

    def __init__(self, address: str, person: Person, ledger: Ledger, seed: int) -> None:
        super().__init__(person.name, ledger, random.Random(seed))
        self.address = address
        self.person = person
        self.web = Stubborn(address, surprises=ledger.faults)
        self.ready = False
        self.ringing: dict[str, str] = {}
        self.answered: set[str] = set()
        self.sessions: dict[str, Served] = {}
        #: When each alert first showed, by request (monotonic seconds).
        self.rang_at: dict[str, float] = {}

    def live(self) -> None:
        """Signs in, becomes available, works until asked to stop."""
        self._sign_in()
        while not self.stopping.is_set():
            for event, data in self.receive(_TICK_S):
                self._HEARD.get(event, AgentActor._ignore)(self, data)
            self._answer_alerts()
            for served in [one for one in self.sessions.values() if not one.ended]:
                self._serve(served)

    def connect(self) -> LiveLine:
        """The desk's line."""
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.web.session.cookies)
        line = LiveLine(self.address, "/desk", cookie=cookies)
        for served in self.sessions.values():
            served.conversation.reconnected()
        return line

    def _sign_in(self) -> None:
        body = {"login": self.person.login, "password": self.person.password}
        me = self.web.ask("POST", f"{API}/sign-in", body).body
        self.web.headers["X-CSRF-Token"] = me["csrf_token"]
        self.web.ask("PUT", f"{API}/me/availability", {"status": "available"})
        self.ready = True

    def _heard_snapshot(self, data: Any) -> None:
        self.ringing = {}
        for offer in data["offers"]:
            self._heard_offer(offer)
        for session in data["sessions"]:
            self._heard_session(session)
        for line in data["lines"]:
            self._heard_line(line)

    def _heard_offer(self, offer: Any) -> None:
        request_id = offer["request"]["id"]
        if offer["state"] == "ringing":
            self.ringing[offer["id"]] = request_id
            self.rang_at.setdefault(request_id, time.monotonic())
        else:
            self.ringing.pop(offer["id"], None)

    def _heard_closed(self, data: Any) -> None:
        self.ringing.pop(data["offer_id"], None)

    def _heard_session(self, session: Any) -> None:
        if session["state"] != "ended":
            self._mine(session["id"], session["request"]["id"])

    def _heard_line(self, line: Any) -> None:
        served = self.sessions.get(line["session_id"])
        if served is not None:
            served.conversation.show([line])

    def _ignore(self, _data: Any) -> None:
        """The list, counters and marks are other tests' business."""

    _HEARD: "dict[str, Callable[[AgentActor, Any], None]]" = {
        "snapshot": _heard_snapshot,
        "offer_row": _heard_offer,
        "offer_closed": _heard_closed,
        "session_row": _heard_session,
        "chat_line_row": _heard_line,
    }

    def _answer_alerts(self) -> None:
        for offer_id, request_id in list(self.ringing.items()):
            if offer_id in self.answered or self.line is None:
                continue
            self.answered.add(offer_id)
            mood = self.chance.random()
            if mood < _YES:
                self._accept(offer_id, request_id)
            elif mood < _NO:
                self.web.ask("POST", f"{API}/offers/{offer_id}/decline", {})
                self.ledger.declined += 1

    def _accept(self, offer_id: str, request_id: str) -> None:
        answer = self.web.ask("POST", f"{API}/offers/{offer_id}/accept", {})
        self.ledger.advance()
        if answer.code == "agent_not_available":
            # Counted as lost while nobody could connect: once back, what still rings is answered.
            self.answered.discard(offer_id)
            self.hang_up()
        elif not answer.done:
            if answer.code not in ("already_taken", "offer_gone"):
                self.ledger.fault(f"{self.name} accepts: {answer}")
            self.ledger.missed.append((request_id, self.name))
        elif answer.body["session_id"] is None:
            self.ledger.in_line.append((request_id, self.name))
        else:
            self._mine(answer.body["session_id"], request_id).won = True

    def _mine(self, session_id: str, request_id: str) -> Served:
        if session_id not in self.sessions:
            served = Served(session_id, request_id, self.name, ConversationView(session_id))
            served.began_at = time.monotonic()
            for number in range(1, LINES_EACH + 1):
                served.conversation.write(f"{self.name} {number}")
            self.sessions[session_id] = served
            self.ledger.served.append(served)
        return self.sessions[session_id]

    def _serve(self, served: Served) -> None:
        if self.line is None:
            return
        try:
            served.conversation.exchange(self.line)
        except LineLost:
            self.hang_up()
            return
        heard_goodbye = GOODBYE in served.conversation.texts
        tired = time.monotonic() - served.began_at > _PATIENCE_S
        if not served.conversation.unsent and (heard_goodbye or tired):
            self._end(served)

    def _end(self, served: Served) -> None:
        body = {"resolution": "resolved", "notes": f"ended by {self.name}"}
        answer = self.web.ask("POST", f"{API}/sessions/{served.session_id}/end", body)
        served.ended = answer.done
        self.ledger.advance()
        if not answer.done:
            self.ledger.fault(f"{self.name} ends {served.session_id}: {answer}")
