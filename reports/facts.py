"""What reports are made from, as columns: requests, sessions, and stretches of agents' states.

Times are milliseconds since the epoch, `NEVER` where something has not happened. Queues, portals and
agents are numbers of `reports.directory`. What cannot be is mended here, once: nothing happens before
what it follows, so no duration is negative.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]

#: Before every time there is, so that no comparison with a range takes it for one.
NEVER = int(np.iinfo(np.int64).min)


class Outcome(IntEnum):
    """How a request stands, besides whether it was answered."""

    OPEN = 0
    CLOSED = 1
    ABANDONED = 2
    FLOWED_OUT = 3


class State(IntEnum):
    """An agent's state; those in which nobody is signed in are not kept."""

    AVAILABLE = 0
    UNAVAILABLE = 1
    IN_SESSION = 2
    WRAP_UP = 3
    LOST = 4


@dataclass(frozen=True)
class Facts:
    """Columns of one length. `KIND` names them; `TIMES` are the columns that hold times, `KEY` the
    one that says which day a row belongs to, and `CODES` those that number queues, portals, agents.
    """

    KIND: ClassVar[str]
    KEY: ClassVar[str]
    TIMES: ClassVar[tuple[str, ...]]
    CODES: ClassVar[dict[str, str]]

    def __len__(self) -> int:
        return len(getattr(self, self.KEY))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in fields(cls))

    def column(self, name: str) -> Column:
        """One column by its name."""
        found: Column = getattr(self, name)
        return found

    def where(self, chosen: Column) -> Self:
        """The rows chosen, by a mask or by their places; nothing is copied when a mask leaves none out."""
        if chosen.dtype == bool and chosen.all():
            return self
        return type(self)(*(self.column(name)[chosen] for name in self.names()))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """All rows of all parts."""
        if len(parts) == 1:
            return parts[0]
        return cls(*(np.concatenate([part.column(name) for part in parts]) for name in cls.names()))


@dataclass(frozen=True)
class Requests(Facts):
    """Requests that came in; those that were refused did not.

    `answered_at` is when the first agent accepted; `customer` is a digest of the customer's address
    (0: unknown); `resolved` is 1 when the last session of the request ended so.
    """

    KIND = "requests"
    KEY = "posted_at"
    TIMES = ("posted_at", "answered_at", "closed_at")
    CODES = {"queue": "queues", "portal": "portals"}

    posted_at: Column
    answered_at: Column
    closed_at: Column
    outcome: Column
    queue: Column
    portal: Column
    customer: Column
    resolved: Column

    @property
    def is_open(self) -> bool:
        """Whether one of them may still change."""
        return bool((self.outcome == Outcome.OPEN).any())


@dataclass(frozen=True)
class Sessions(Facts):
    """Sessions by their beginning. `wrap_up` is milliseconds, `face` 1 to 5 (0: no answer)."""

    KIND = "sessions"
    KEY = "began_at"
    TIMES = ("began_at", "ended_at")
    CODES = {"queue": "queues", "portal": "portals", "agent": "agents"}

    began_at: Column
    ended_at: Column
    wrap_up: Column
    queue: Column
    portal: Column
    agent: Column
    face: Column

    @property
    def is_open(self) -> bool:
        """Whether one of them may still change."""
        return bool((self.ended_at == NEVER).any())


@dataclass(frozen=True)
class States(Facts):
    """Stretches of agents' states, cut at midnight; `state` is a `State`."""

    KIND = "states"
    KEY = "began_at"
    TIMES = ("began_at", "ended_at")
    CODES = {"agent": "agents"}

    began_at: Column
    ended_at: Column
    agent: Column
    state: Column

    @property
    def is_open(self) -> bool:
        """What is past of a stretch does not change."""
        return False
