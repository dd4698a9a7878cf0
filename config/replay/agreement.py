"""Whether the database agrees with what the replay has seen, to the call. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.replay.ledger import Seen
from config.replay.summary import Summary


@dataclass(frozen=True)
class Served:
    """One session of a request as the database has it."""

    session_id: str
    agent: str
    is_ended: bool


@dataclass(frozen=True)
class Recorded:
    """One request of the run as the database has it; `state` is the request's."""

    request_id: str
    state: str
    sessions: tuple[Served, ...] = ()


def differences(calls: Sequence[Seen], summary: Summary, recorded: Sequence[Recorded]) -> list[str]:
    """Every difference, in words; empty when both agree."""
    rows = {row.request_id: row for row in recorded}
    found = [text for call in calls for text in _of_call(call, rows)]
    known = {call.request_id for call in calls}
    found += [
        f"request {row.request_id} is in the database ({row.state}) and was never posted"
        for row in recorded
        if row.request_id not in known
    ]
    return [*found, *_of_totals(summary, recorded)]


def _of_call(call: Seen, rows: Mapping[str, Recorded]) -> Iterable[str]:
    if call.request_id is None:
        return
    name = f"call {call.call_id} (line {call.number})"
    row = rows.get(call.request_id)
    if row is None:
        yield f"{name}: posted as {call.request_id}, not in the database"
        return
    if row.state != _state_expected(call):
        yield f"{name}: seen {_state_expected(call)}, the database says {row.state}"
    seen = {answer.session_id: answer.agent.lower() for answer in call.answers}
    kept = {session.session_id: session.agent.lower() for session in row.sessions}
    if seen != kept:
        yield f"{name}: served by {_people(seen)}, the database says {_people(kept)}"
    if any(not session.is_ended for session in row.sessions):
        yield f"{name}: a session of it has not ended in the database"


def _state_expected(call: Seen) -> str:
    if call.is_answered:
        return "closed"
    if call.is_abandoned:
        return "abandoned"
    return "refused" if call.refused is not None else "open"


def _people(sessions: Mapping[str, str]) -> str:
    return ", ".join(sorted(sessions.values())) or "nobody"


def _of_totals(summary: Summary, recorded: Sequence[Recorded]) -> Iterable[str]:
    answered = sum(bool(row.sessions) for row in recorded)
    pairs = [
        ("answered", summary.answered, answered),
        ("abandoned", summary.abandoned, sum(row.state == "abandoned" for row in recorded)),
    ]
    served = Counter(session.agent.lower() for row in recorded for session in row.sessions)
    names = {figures.agent.lower(): figures.served for figures in summary.agents}
    pairs += [
        (f"served by {agent}", names.get(agent, 0), served.get(agent, 0))
        for agent in sorted(names.keys() | served.keys())
    ]
    for what, seen, kept in pairs:
        if seen != kept:
            yield f"{what}: seen {seen}, the database says {kept}"
