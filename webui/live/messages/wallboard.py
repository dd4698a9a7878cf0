"""What a wallboard is told."""

from __future__ import annotations

from dataclasses import dataclass

from webui.live.messages.names import AgentStateName, ServiceLevelName


@dataclass(frozen=True)
class BoardAgent:
    """An agent as a wallboard shows them; `since` is when the state began."""

    id: str
    name: str
    state: AgentStateName
    reason: str
    since: int


@dataclass(frozen=True)
class BoardSlots:
    """The day so far in slots of `length` ms, the first from the board's `day_from`, one value a slot.

    `waiting` is how many waited at the slot's end (in the last one: wait now), `longest_wait` the
    longest (ms) of the waits that ended in it, `service_level` None where nothing counts.
    """

    length: int
    offered: list[int]
    answered: list[int]
    abandoned: list[int]
    waiting: list[int]
    longest_wait: list[int]
    service_level: list[float | None]


@dataclass(frozen=True)
class BoardLimits:
    """From where on a figure asks for attention, and from where on it alarms."""

    attention: float
    alarm: float


@dataclass(frozen=True)
class Board:
    """A wallboard as of `at`; each replaces the one before.

    `service_level` is a share of 0 to 1 over today, reckoned in its named variant;
    `service_level_within` its time in ms when all queues have the same. `thresholds` by figure:
    waiting and abandoned in requests, longest_wait in ms, service_level as a share.
    """

    id: str
    name: str
    version: int
    at: int
    zone: str
    day_from: int
    queues: list[str]
    waiting: int
    longest_wait_since: int | None
    service_level: float | None
    service_level_variant: ServiceLevelName
    service_level_within: int | None
    offered: int
    answered: int
    abandoned: int
    agents: list[BoardAgent]
    slots: BoardSlots
    thresholds: dict[str, BoardLimits]
    sound: bool


@dataclass(frozen=True)
class BoardTick:
    """Nothing has changed on the board up to `at`."""

    at: int
