"""Customers: one after another asks for help, waits, talks, thanks or loses patience."""

import random
import time
import uuid
from collections.abc import Sequence
from typing import Any

from tests.acceptance.chaos.actor import Actor
from tests.acceptance.chaos.agent import API, GOODBYE, LINES_EACH
from tests.acceptance.chaos.ledger import Call, Ledger
from tests.acceptance.chaos.live_line import LineLost, LiveLine
from tests.acceptance.chaos.stubborn import Stubborn

_TICK_S = 0.05
_IMPATIENT, _NERVOUS, _RELOADING = 0.10, 0.25, 0.02
_LONGEST_PATIENCE_S = 4.0
#: Seconds after which a customer's story counts as lost.
_STORY_LIMIT_S = 150.0


class CustomerActor(Actor):
    """One place at which customers ask one after another, until asked to stop."""

    def __init__(
        self, name: str, address: str, portals: Sequence[str], ledger: Ledger, seed: int
    ) -> None:
        super().__init__(name, ledger, random.Random(seed))
        self.address = address
        self.portals = portals
        self.web = Stubborn(address, surprises=ledger.faults)
        self.call = Call("", "")

    def live(self) -> None:
        """Customer after customer; the last one stays to the end."""
        while not self.stopping.is_set():
            self.call = Call(
                str(uuid.UUID(int=self.chance.getrandbits(128))), self.chance.choice(self.portals)
            )
            self.ledger.calls.append(self.call)
            self._ask()
            self._wait_and_talk()
            self.hang_up()

    def connect(self) -> LiveLine:
        """The line of the present customer's page."""
        line = LiveLine(self.address, "/customer", token=self.call.token)
        self.call.conversation.reconnected()
        return line

    def _ask(self) -> None:
        answer = self._post()
        self.call.request_id = answer["request_id"]
        self.call.token = answer["token"]
        self.ledger.advance()
        if self.chance.random() < _NERVOUS and self._post()["request_id"] != self.call.request_id:
            self.ledger.fault(f"{self.call.key}: posted again, another request")
        for number in range(1, LINES_EACH + 1):
            self.call.conversation.write(f"{self.name} {number}")
        self.call.conversation.write(GOODBYE)

    def _post(self) -> Any:
        path = f"{API}/portals/{self.call.portal}/requests"
        body = {"name": self.name, "question": self.call.key}
        answer = self.web.ask("POST", path, body, **{"Idempotency-Key": self.call.key})
        assert answer.done, answer
        return answer.body

    def _wait_and_talk(self) -> None:
        began = time.monotonic()
        impatient = self.chance.random() < _IMPATIENT
        patience = self.chance.uniform(0.5, _LONGEST_PATIENCE_S)
        while not (self.call.ended or self.call.left):
            for event, data in self.receive(_TICK_S):
                self._hear(event, data)
            stage = self.call.stages[-1] if self.call.stages else ""
            waited = time.monotonic() - began
            if waited > _STORY_LIMIT_S:
                self.ledger.fault(f"{self.call.request_id}: still {stage} after {waited:.0f} s")
                return
            if stage == "ended":
                self._say_how_it_was()
            elif impatient and waited > patience and stage in ("", "waiting"):
                self._leave(stage)
            elif stage in ("in_session", "reconnecting"):
                self._talk()

    def _hear(self, event: str, data: Any) -> None:
        if event == "snapshot":
            self._hear("customer_state", data["state"])
            self.call.conversation.show(data["lines"])
        elif event == "customer_line":
            self.call.conversation.show([data])
        elif event == "customer_state":
            if not self.call.stages or self.call.stages[-1] != data["stage"]:
                self.call.stages.append(data["stage"])
            if data["agent"]:
                self.call.agents.add(data["agent"]["name"])

    def _talk(self) -> None:
        if self.line is None:
            return
        try:
            self.call.conversation.exchange(self.line)
        except LineLost:
            self.hang_up()
        if self.chance.random() < _RELOADING:
            self.hang_up()

    def _leave(self, stage: str) -> None:
        answer = self._bearer("POST", "leave", None)
        assert answer.done, answer
        self.call.left = True
        self.call.served_when_leaving = stage not in ("", "waiting")

    def _say_how_it_was(self) -> None:
        self.call.face = self.chance.randint(1, 5)
        answer = self._bearer("POST", "survey", {"face": self.call.face, "comment": self.call.key})
        assert answer.done, answer
        self.call.ended = True

    def _bearer(self, method: str, what: str, body: Any) -> Any:
        token = f"Bearer {self.call.token}"
        return self.web.ask(method, f"{API}/customer/{what}", body, Authorization=token)
