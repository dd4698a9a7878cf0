"""A customer who only waits and looks at their page."""

import random
from typing import Any

from tests.acceptance.chaos.actor import Actor
from tests.acceptance.chaos.ledger import Ledger
from tests.acceptance.chaos.live_line import LiveLine

_TICK_S = 0.05


class WaitingCustomer(Actor):
    """One customer's page, kept connected in the background until it is closed."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__("a waiting customer", Ledger(), random.Random(0))
        self.address = address
        self.token = token
        #: What the page shows now: the stage, and the agent's name.
        self.shows: tuple[str, str | None] = ("", None)

    def __enter__(self) -> "WaitingCustomer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.join(30)

    def live(self) -> None:
        """Keeps the line and looks."""
        while not self.stopping.is_set():
            for event, data in self.receive(_TICK_S):
                self._hear(event, data)

    def connect(self) -> LiveLine:
        """The page's line."""
        return LiveLine(self.address, "/customer", token=self.token)

    def _hear(self, event: str, data: Any) -> None:
        if event == "snapshot":
            self._hear("customer_state", data["state"])
        elif event == "customer_state":
            agent = data["agent"]
            self.shows = (data["stage"], agent["name"] if agent else None)
