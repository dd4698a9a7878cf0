"""What is to be played: who calls when, with how much patience, and who serves from when to when.

Pure: a day's calls in, a plan out. All moments are seconds after the day's midnight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from config.replay.calls import Call, Outcome

#: Until the end of the next day: later than anything a day's calls can reach.
FOREVER_S = 2 * 86_400


class PlanError(Exception):
    """There is nothing to play; the message says why."""


@dataclass(frozen=True)
class Window:
    """The part of the day that is played: arrivals in [`begins`, `ends`) seconds after midnight."""

    begins: int = 0
    ends: int = FOREVER_S

    def __contains__(self, moment: int) -> bool:
        return self.begins <= moment < self.ends


@dataclass(frozen=True)
class Caller:
    """One customer: `number` is the call's line in the file.

    `patience` is how long they wait before they hang up, None for those who wait without limit;
    `handling` is how long the conversation takes once they are answered (s).
    """

    number: int
    call_id: str
    type: str
    arrives: int
    patience: int | None
    handling: float


@dataclass(frozen=True)
class Shift:
    """One agent's time on: from their first to their last service of the day."""

    agent: str
    begins: int
    ends: int
    stays: bool = False
    """The last to go stays until every caller has been served."""


@dataclass(frozen=True)
class FileFigures:
    """What the file itself says of the calls that are played; waits in seconds."""

    answered: int
    abandoned: int
    waits_answered: tuple[int, ...] = ()
    waits_abandoned: tuple[int, ...] = ()

    @property
    def offered(self) -> int:
        """All who entered the line."""
        return self.answered + self.abandoned


@dataclass(frozen=True)
class Plan:
    """A day, or a slice of it, ready to be played; callers by arrival, shifts by beginning."""

    day: date
    callers: tuple[Caller, ...]
    shifts: tuple[Shift, ...]
    file: FileFigures
    left_out: Counter[str] = field(default_factory=Counter)
    """How many calls of the day are not played, by reason."""

    @property
    def begins(self) -> int:
        """When the clock starts: at the first arrival; agents who began before are on by then."""
        return self.callers[0].arrives


def plan_day(day: date, calls: Sequence[Call], window: Window | None = None) -> Plan:
    """The plan of one day's `calls`, of those that enter the line within `window` (all unless given).

    Raises PlanError when no call would be played or nobody would serve.
    """
    part = window or Window()
    played = sorted(
        (call for call in calls if _entered_within(call, part)),
        key=lambda call: (call.entered, call.line),
    )
    if not played:
        raise PlanError(f"no call enters the line on {day} within the time given")
    shifts = _of_window(shifts_of(calls), part)
    if not shifts:
        raise PlanError(f"no agent serves on {day} within the time given")
    usual = median_handling(calls)
    return Plan(
        day=day,
        callers=tuple(_caller(call, usual) for call in played),
        shifts=shifts,
        file=_figures(played),
        left_out=Counter(_why_left_out(call) for call in calls if not _entered_within(call, part)),
    )


def median_handling(calls: Iterable[Call]) -> float:
    """The day's median handling time (s); 0 when nothing was answered."""
    times = [call.handling for call in calls if call.outcome is Outcome.ANSWERED]
    return float(median(times)) if times else 0.0


def shifts_of(calls: Iterable[Call]) -> list[Shift]:
    """Each agent from their first to their last service, by beginning."""
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    for call in calls:
        if call.outcome is not Outcome.ANSWERED or call.agent is None or call.entered is None:
            continue
        start = call.answered if call.answered is not None else call.entered + call.queue_time
        begins[call.agent] = min(begins.get(call.agent, start), start)
        ends[call.agent] = max(ends.get(call.agent, start), start + call.handling)
    return sorted(
        (Shift(agent, begins[agent], ends[agent]) for agent in begins),
        key=lambda shift: (shift.begins, shift.agent),
    )


def _of_window(shifts: list[Shift], part: Window) -> tuple[Shift, ...]:
    """The shifts that touch the part played; the one that ends last stays to the very end."""
    on = [shift for shift in shifts if shift.begins < part.ends and shift.ends > part.begins]
    if not on:
        return ()
    last = max(on, key=lambda shift: (shift.ends, shift.agent))
    return tuple(Shift(shift.agent, shift.begins, shift.ends, stays=shift is last) for shift in on)


def _entered_within(call: Call, part: Window) -> bool:
    return call.is_offered and call.entered is not None and call.entered in part


def _why_left_out(call: Call) -> str:
    if call.outcome is Outcome.PHANTOM:
        return "phantom"
    return "never entered the line" if call.entered is None else "outside the time given"


def _caller(call: Call, usual: float) -> Caller:
    answered = call.outcome is Outcome.ANSWERED
    assert call.entered is not None  # only those who entered the line are played
    return Caller(
        number=call.line,
        call_id=call.id,
        type=call.type,
        arrives=call.entered,
        patience=None if answered else call.queue_time,
        handling=float(call.handling) if answered else usual,
    )


def _figures(played: Iterable[Call]) -> FileFigures:
    waits: dict[bool, list[int]] = {True: [], False: []}
    for call in played:
        waits[call.outcome is Outcome.ANSWERED].append(call.queue_time)
    return FileFigures(len(waits[True]), len(waits[False]), tuple(waits[True]), tuple(waits[False]))
