"""The live side of one web process, composed: events in, pushes out, browsers kept count of."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import structlog

from routing.broker import Broker
from webui.database_calls import DatabaseCalls
from webui.live.connections import Connections
from webui.live.outbox_reader import OutboxReader
from webui.live.pusher import Pusher
from webui.live.snapshots import Snapshots
from webui.live.sockets import Socket, Sockets
from webui.live.typing_hints import TYPING, TypingHints
from webui.metrics import Metrics

# Events told here already, as this process made them or read them in the outbox, remembered until the
# broker brings them.
REMEMBERED = 20_000
log = structlog.get_logger(__name__)


class Follower(Protocol):
    """What hears every event beside the pusher, and runs while this process serves."""

    def heard(self, event: Mapping[str, Any]) -> None:
        """An event was committed; returns at once."""

    def lost_events(self) -> None:
        """Events may have been missed; returns at once."""

    def start(self) -> None:
        """Begin in the background."""

    def stop(self) -> None:
        """End."""


class Live:
    """What the socket handlers and the application use."""

    def __init__(self, calls: DatabaseCalls, metrics: Metrics, broker: Broker | None) -> None:
        self.sockets = Sockets()
        self.pusher = Pusher(calls, self.sockets, metrics, self.begin_anew)
        self.snapshots = Snapshots(calls, self.sockets, metrics, self.pusher.conversation_grew)
        self.connections = Connections(calls, self.sockets, self.snapshots)
        self.typing = TypingHints(self.sockets, broker, self._remember)
        metrics.count_sockets(self.sockets)
        self._outbox = OutboxReader(calls, self._read, self.lost_events)
        self._told: OrderedDict[str, None] = OrderedDict()
        self._followers: list[Follower] = []
        self._listens = False
        self._parts: list[Any] = []
        calls.told.append(self._happened_here)

    def start(self, publisher: Any = None, listener: Any = None) -> None:
        """Start everything that runs in the background.

        A `listener` tells `heard`, `deaf` and `hears_again`; nothing is heard before it says so.
        """
        self._listens = listener is not None
        outbox = self._outbox if self._listens else None
        self._parts = [self.pusher, self.connections, *self._followers, outbox, publisher, listener]
        for part in self._parts:
            if part is not None:
                part.start()

    def follow(self, follower: Follower) -> None:
        """Let `follower` hear every event from now on, and start and stop with the rest."""
        self._followers.append(follower)

    def stop(self) -> None:
        """Stop it again."""
        self.snapshots.stop()
        for part in reversed(self._parts):
            if part is not None:
                part.stop()

    def heard(self, event: Mapping[str, Any]) -> None:
        """The broker brings an event; one that was told already is told no more."""
        if self._told.pop(event["id"], self) is None:
            return
        if event["name"] == TYPING:
            self.typing.heard(event)
        else:
            self._tell(event)

    def deaf(self) -> None:
        """The broker brings no events for now; returns at once."""
        self._outbox.lost()

    def hears_again(self) -> None:
        """The broker brings events, perhaps not those since it was lost; returns at once."""
        self._outbox.back()
        self.lost_events()

    def lost_events(self) -> None:
        """Events may have been missed: everybody begins anew, a few at a time."""
        in_background(self.snapshots.send_to_all)
        for follower in self._followers:
            follower.lost_events()

    def begin_anew(self, browser: Socket) -> None:
        """Send one browser a new snapshot, in the background."""
        in_background(lambda: self.snapshots.send_anew([browser]))

    def _read(self, event: Mapping[str, Any]) -> None:
        """An event was found in the outbox; one of our own has been told already."""
        if event["id"] not in self._told:
            self._remember(event["id"])
            self._tell(event)

    def _happened_here(self, happened: Sequence[dict[str, Any]]) -> None:
        for event in happened:
            self._remember(event["id"])
            self._tell(event)

    def _tell(self, event: Mapping[str, Any]) -> None:
        self.pusher.heard(event)
        for follower in self._followers:
            follower.heard(event)

    def _remember(self, event_id: str) -> None:
        if not self._listens:
            return
        self._told[event_id] = None
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)


def in_background(function: Callable[[], None]) -> None:
    """Run `function` beside the caller; what it raises is logged."""

    def run() -> None:
        try:
            function()
        except Exception:
            log.exception("background.failed")

    threading.Thread(target=run, name="live-background", daemon=True).start()
