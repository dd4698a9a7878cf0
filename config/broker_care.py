"""Looking after the private broker: mended after a crash, emptied when it is beyond mending.

A broker killed at a bad moment may come back without part of its own records. RabbitMQ then runs
but keeps its virtual host down, or ends while it starts, and so it does at each later start. What
it carries follows from the database; so its data is put aside and it starts with none. The
processes declare what they use when they connect, and the sweep sends again what was owed.
"""

import subprocess
import time
from collections.abc import Callable
from threading import Event, Thread

from config.broker_node import BrokerNode
from config.vhost_probe import Vhost, probe

#: Seconds a start may take; a small busy machine takes up to thirty.
SILENT_LIMIT_S = 100.0
#: Seconds for which the virtual host is refused before we believe it.
REFUSED_LIMIT_S = 2.0
#: How often in a row the node may end by itself before it has ever answered.
FAILED_STARTS = 2
_PAUSE_S = 0.1


class BrokerCare:
    """Follows each start of a node that somebody else runs, from a thread of its own.

    `say` gets one line for each thing done; `wake` is called when `given_up` has become true.
    Both are called in that thread.
    """

    def __init__(
        self, node: BrokerNode, say: Callable[[str], None], wake: Callable[[], None]
    ) -> None:
        self._node = node
        self._say = say
        self._wake = wake
        self._starts = 0
        self._failed_starts = 0
        self._left = False
        # Without data there is none to blame: what fails then fails for another reason.
        self._data_in_doubt = node.has_data
        self._serving = Event()
        self._given_up = Event()

    def is_serving(self) -> bool:
        """Whether the node has opened its virtual host since its present start."""
        return self._serving.is_set()

    @property
    def given_up(self) -> bool:
        """Whether this start leads nowhere: kill the node and start it again."""
        return self._given_up.is_set()

    def follow(self, crashed: bool) -> None:
        """The node has been started, after a crash or not; returns at once."""
        self._starts += 1
        follow = Thread(
            target=self._follow, args=(self._starts, crashed), name="care-broker", daemon=True
        )
        follow.start()

    def leave(self) -> None:
        """The node is about to be stopped: nothing more is done or said."""
        self._left = True
        self._starts += 1

    def before_restart(self, code: int) -> None:
        """The node has ended with exit code `code`; puts its data aside when that is at fault."""
        # Killed (a negative code), it says nothing about its data.
        self._failed_starts += code > 0 and not self.is_serving()
        if self.given_up or (self._data_in_doubt and self._failed_starts >= FAILED_STARTS):
            aside = self._node.put_data_aside()
            self._say(
                "the private broker could not go on with its data, now in "
                f"{aside}; it starts with none, what was owed is sent again"
            )
            self._data_in_doubt = False
        self._serving.clear()
        self._given_up.clear()

    def _follow(self, start: int, crashed: bool) -> None:
        if self._comes_up(start) and crashed:
            self._mend()

    def _comes_up(self, start: int) -> bool:
        began = time.monotonic()
        refused_since: float | None = None
        while start == self._starts:
            found, now = probe(self._node.url), time.monotonic()
            if found is Vhost.OPEN:
                self._note_served(start)
                return True
            refused_since = (refused_since or now) if found is Vhost.REFUSED else None
            refused = refused_since is not None and now - refused_since > REFUSED_LIMIT_S
            if refused or now - began > SILENT_LIMIT_S:
                self._give_up(start)
                return False
            time.sleep(_PAUSE_S)
        return False

    def _note_served(self, start: int) -> None:
        if start == self._starts:
            self._failed_starts = 0
            self._data_in_doubt = True
            self._serving.set()

    def _give_up(self, start: int) -> None:
        if start == self._starts and self._data_in_doubt:
            self._given_up.set()
            self._wake()

    def _mend(self) -> None:
        """Wakes what a crash has left asleep, see `config.broker_mending`; takes a second."""
        try:
            self._node.mend()
        except subprocess.SubprocessError:
            if not self._left:
                self._say("the private broker ended while it was mended; its next start mends it")
