"""Who gets whom, as a pure function: no database, no clock, no broker.

The routing worker, the simulator and the property tests call the very same `match`. A run costs
O((requests + agents + passes) · log), where passes are the agents whom each request is not put before.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Strategy(StrEnum):
    """How a queue chooses among the agents with room."""

    LONGEST_IDLE = "longest_idle"
    FEWEST_SESSIONS = "fewest_sessions"
    ROUND_ROBIN = "round_robin"
    LINEAR = "linear"


@dataclass(frozen=True)
class Waiting:
    """A waiting request: higher `priority` first, then lower `since` (ms); `passed` are the agents who
    let it pass in this round and are not asked again before the next."""

    id: str
    since: int
    priority: int = 0
    passed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Candidate:
    """An agent with room: `room` further requests, `sessions` now, idle and last offered since (ms)."""

    id: str
    room: int
    sessions: int
    idle_since: int
    last_offered_at: int
    position: int = 0


@dataclass(frozen=True)
class Match:
    """One request put before one agent, and why this agent."""

    request_id: str
    agent_id: str
    reason: str


@dataclass(frozen=True)
class Rules:
    """What a queue lays down for its matching."""

    strategy: Strategy = Strategy.LONGEST_IDLE


Rank = tuple[int, int, str]
_RANKS: dict[Strategy, Callable[[Candidate], Rank]] = {
    Strategy.LONGEST_IDLE: lambda agent: (
        max(agent.idle_since, agent.last_offered_at),
        agent.position,
        agent.id,
    ),
    Strategy.FEWEST_SESSIONS: lambda agent: (
        agent.sessions,
        max(agent.idle_since, agent.last_offered_at),
        agent.id,
    ),
    Strategy.ROUND_ROBIN: lambda agent: (agent.last_offered_at, agent.position, agent.id),
    Strategy.LINEAR: lambda agent: (agent.position, agent.idle_since, agent.id),
}


def match(requests: Iterable[Waiting], agents: Iterable[Candidate], rules: Rules) -> list[Match]:
    """Put each waiting request before the best agent with room who has not let it pass.

    `requests` are taken by priority, then by age; each agent gets at most one in a run, because an
    agent has at most one unanswered queue-mode offer. Returns the matches in the order they were made.
    """
    rank = _RANKS[rules.strategy]
    free = [(*rank(agent), agent) for agent in agents if agent.room > 0]
    heapq.heapify(free)
    matches: list[Match] = []
    for request in sorted(requests, key=_line_order):
        if not free:
            break
        chosen = _take(free, request)
        if chosen is not None:
            matches.append(Match(request.id, chosen.id, rules.strategy.value))
    return matches


def _line_order(request: Waiting) -> tuple[int, int, str]:
    return (-request.priority, request.since, request.id)


def _take(free: list[tuple[int, int, str, Candidate]], request: Waiting) -> Candidate | None:
    """Pop the best agent this request may be put before; the skipped ones go back."""
    skipped = []
    chosen: Candidate | None = None
    while free and chosen is None:
        entry = heapq.heappop(free)
        if entry[3].id in request.passed:
            skipped.append(entry)
        else:
            chosen = entry[3]
    for entry in skipped:
        heapq.heappush(free, entry)
    return chosen
