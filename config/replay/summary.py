"""The figures of a replayed day, counted from what the replay has seen. Pure.

Waits and handling times are in seconds of the file: real time times the speed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from config.replay.ledger import Seen


@dataclass(frozen=True)
class Waits:
    """Mean, median and longest of some waits (s); all 0 when there are none."""

    count: int
    mean: float
    median: float
    longest: float


@dataclass(frozen=True)
class AgentFigures:
    """What one agent did: customers served and the time spent with them (s)."""

    agent: str
    served: int
    handling: float

    @property
    def mean_handling(self) -> float:
        """The mean handling time (s); 0 when nobody was served."""
        return self.handling / self.served if self.served else 0.0


@dataclass(frozen=True)
class Summary:
    """A whole day. Everyone offered was answered, abandoned or refused, or else `failed` or `open`.

    `open` is only above 0 when the day was cut short; `from_list` counts those answered from the list
    because their alert had been missed; `served_twice` those whose first agent was lost.
    """

    offered: int
    answered: int
    abandoned: int
    refused: int
    failed: int
    open: int
    from_list: int
    served_twice: int
    waits_answered: Waits
    waits_abandoned: Waits
    agents: tuple[AgentFigures, ...]


def summarise(calls: Sequence[Seen], speed: float, agents: Iterable[str] = ()) -> Summary:
    """The summary of `calls` played at `speed`; `agents` are listed even when they served nobody."""
    answered = [call for call in calls if call.is_answered]
    abandoned = [call for call in calls if call.is_abandoned]
    refused = [call for call in calls if call.refused is not None and not call.is_answered]
    failed = [call for call in calls if call.failure is not None and not call.is_answered]
    rest = len(calls) - sum(map(len, (answered, abandoned, refused, failed)))
    scale = speed / 1_000
    return Summary(
        offered=len(calls),
        answered=len(answered),
        abandoned=len(abandoned),
        refused=len(refused),
        failed=len(failed),
        open=rest,
        from_list=sum(answer.from_list for call in answered for answer in call.answers),
        served_twice=sum(len(call.answers) > 1 for call in answered),
        waits_answered=waits(_wait(call, call.answers[0].answered_at) * scale for call in answered),
        waits_abandoned=waits(
            _wait(call, call.left_at) * scale for call in abandoned if call.left_at is not None
        ),
        agents=_by_agent(answered, scale, agents),
    )


def waits(seconds: Iterable[float]) -> Waits:
    """The figures of some waits."""
    every = list(seconds)
    if not every:
        return Waits(0, 0.0, 0.0, 0.0)
    return Waits(len(every), mean(every), median(every), max(every))


def _wait(call: Seen, until: int) -> int:
    return max(0, until - call.entered_at)


def _by_agent(
    answered: Iterable[Seen], scale: float, agents: Iterable[str]
) -> tuple[AgentFigures, ...]:
    served: dict[str, list[float]] = {agent: [] for agent in agents}
    for call in answered:
        for answer in call.answers:
            if answer.ended_at is not None:
                spent = (answer.ended_at - answer.answered_at) * scale
                served.setdefault(answer.agent, []).append(spent)
    return tuple(
        AgentFigures(agent, len(times), sum(times)) for agent, times in sorted(served.items())
    )
