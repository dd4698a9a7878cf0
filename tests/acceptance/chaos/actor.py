"""A person in a thread: does what they do until asked to stop; a failure is a fault of the ledger."""

import random
import threading
import time
import traceback

from tests.acceptance.chaos.ledger import Ledger
from tests.acceptance.chaos.live_line import LineLost, LiveLine
from tests.acceptance.chaos.stubborn import Stubborn
from tests.waiting import wait_until

#: Seconds after which a person whose line is gone looks at what else there is to do.
_RECONNECT_S = 0.2
_PATIENCE_S = 60.0


class Actor(threading.Thread):
    """One person with one live line that breaks and is made again."""

    web: Stubborn

    def __init__(self, name: str, ledger: Ledger, chance: random.Random) -> None:
        super().__init__(name=name, daemon=True)
        self.ledger = ledger
        self.chance = chance
        self.stopping = threading.Event()
        self.line: LiveLine | None = None
        self.breaks = 0

    def run(self) -> None:
        """Lives; whatever goes wrong is in the ledger afterwards."""
        try:
            self.live()
        except Exception:  # noqa: BLE001 - whatever it is, the test shows it
            self.ledger.fault(f"{self.name}: {traceback.format_exc()}")
        finally:
            self.hang_up()

    def live(self) -> None:
        """What this person does."""
        raise NotImplementedError

    def connect(self) -> LiveLine:
        """A new line; raises `LineLost`."""
        raise NotImplementedError

    def receive(self, seconds: float) -> list[tuple[str, object]]:
        """What came; nothing while the line is broken, which is then made anew."""
        try:
            if self.line is None:
                self.line = self.connect()
            return list(self.line.receive(seconds))
        except LineLost:
            self.hang_up()
            self.breaks += 1
            self._wait_for_a_server()
            return []

    def _wait_for_a_server(self) -> None:
        moment = time.monotonic() + _RECONNECT_S
        wait_until(
            lambda: self.web.is_served() or time.monotonic() > moment, _PATIENCE_S, "a server"
        )

    def hang_up(self) -> None:
        """Cuts the line, if there is one: a reload, or the end."""
        line, self.line = self.line, None
        if line is not None:
            if line.gaps:
                self.ledger.fault(f"{self.name}: {line.gaps} pushes missing on one connection")
            line.close()

    def stop(self) -> None:
        """Asks the person to go home."""
        self.stopping.set()
