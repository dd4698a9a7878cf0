"""Agent activity: each agent's sessions and how long they took, and the time spent in each state.

Occupancy as the field defines it: of the time in which an agent could serve (in session, in wrap-up or
available), the share in which they did (in session or in wrap-up).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reports.calendar import Calendar
from reports.directory import NONE, Directory
from reports.facts import NEVER, Sessions, State, States
from reports.result import Chart, Column, Figure, Note, Report, Value, mean, share
from reports.source import Source
from reports.tally import NONE_YET, Counts, Durations, Groups, Span, how_many, summed

KIND = "agent_activity"

_COLUMNS: tuple[Column, ...] = (
    Column("agent", "text"),
    Column("sessions", "count"),
    Column("session_min", "duration"),
    Column("session_average", "duration"),
    Column("session_max", "duration"),
    Column("wrap_up_total", "duration"),
    Column("handling_average", "duration"),
    Column("available", "duration"),
    Column("unavailable", "duration"),
    Column("in_session", "duration"),
    Column("wrap_up", "duration"),
    Column("lost", "duration"),
    Column("on_line", "duration"),
    Column("occupancy", "share"),
)
_KEY_FIGURES = ("sessions", "session_average", "handling_average", "on_line", "occupancy")


@dataclass(frozen=True)
class Activity:
    """What each agent did; `states` has a row an agent and a column a `State` (ms)."""

    sessions: Counts
    times: Durations
    wrap_up: Counts
    states: Counts

    @classmethod
    def none(cls, agents: int) -> Activity:
        """Nothing yet."""
        zeros, others = (np.zeros(agents, dtype=np.int64) for _ in range(2))
        states = np.zeros((agents, len(State)), dtype=np.int64)
        return cls(zeros, Durations.none(agents), others, states)

    def of(self, agents: Sequence[int]) -> Activity:
        """That of these agents together."""
        return Activity(
            self.sessions[agents].sum(keepdims=True),
            self.times.of(agents).total(),
            self.wrap_up[agents].sum(keepdims=True),
            self.states[agents].sum(axis=0, keepdims=True),
        )


def report(source: Source, parameters: dict[str, Any], calendar: Calendar) -> Report:
    """The report for canonical parameters (see `routing.report_parameters`) and the days in question."""
    span = Span(calendar.begins, calendar.ends, source.as_of)
    activity = count(source, span)
    shown = _shown(activity, source.directory, parameters["agents"])
    names = source.directory.agents.names
    total = ["", *_values(activity.of(shown), 0)]
    return Report(
        KIND,
        parameters,
        calendar,
        source.as_of,
        _key_figures(total),
        _COLUMNS,
        [[names[agent], *_values(activity, agent)] for agent in shown],
        [None, *total[1:]],
        Chart("bar", "agent", ("in_session", "wrap_up", "available", "unavailable")),
        [Note("not_over", {"as_of": span.as_of})] if span.end > span.as_of else [],
    )


def count(source: Source, span: Span) -> Activity:
    """Everything counted, of all agents of the company."""
    activity = Activity.none(len(source.directory.agents))
    for sessions in source.read(Sessions, span.begin, span.end):
        count_sessions(activity, sessions, span)
    for states in source.read(States, span.begin, span.end):
        count_states(activity, states, span)
    return activity


def count_sessions(activity: Activity, rows: Sessions, span: Span) -> None:
    """Count in the sessions that began in the span; open ones have no time yet."""
    size = len(activity.sessions)
    began = np.flatnonzero(span.holds(rows.began_at) & (rows.agent != NONE))
    activity.sessions[:] += how_many(rows.agent[began], size)
    ended = began[rows.ended_at[began] != NEVER]
    agent: Groups = rows.agent[ended].astype(np.intp)
    activity.times.add(agent, rows.ended_at[ended] - rows.began_at[ended])
    activity.wrap_up[:] += summed(agent, rows.wrap_up[ended], size)


def count_states(activity: Activity, rows: States, span: Span) -> None:
    """Count in what lies in the span of each stretch."""
    known = rows.where(rows.agent != NONE)
    spent = np.minimum(known.ended_at, span.seen_until) - np.maximum(known.began_at, span.begin)
    place = known.agent.astype(np.intp) * len(State) + known.state
    size = activity.states.size
    # A stretch outside the span would have a negative duration.
    activity.states[:] += summed(place, np.maximum(spent, 0), size).reshape(activity.states.shape)


def _shown(activity: Activity, directory: Directory, chosen: Sequence[str]) -> list[int]:
    """The agents chosen, or else those who did anything."""
    if chosen:
        return directory.agents.chosen(chosen)
    return np.flatnonzero(activity.sessions + activity.states.sum(axis=1)).tolist()


def _values(activity: Activity, agent: int) -> list[Value]:
    """A row's values, in the order of the columns, without the name."""
    times = activity.times
    ended, wrap_up = int(times.count[agent]), int(activity.wrap_up[agent])
    least, greatest = int(times.least[agent]), int(times.greatest[agent])
    state = dict(zip(State, activity.states[agent].tolist(), strict=True))
    busy = state[State.IN_SESSION] + state[State.WRAP_UP]
    return [
        int(activity.sessions[agent]),
        None if least == NONE_YET else least,
        mean(int(times.sum[agent]), ended),
        None if greatest < 0 else greatest,
        wrap_up,
        mean(int(times.sum[agent]) + wrap_up, ended),
        *(state[kind] for kind in State),
        sum(state.values()),
        share(busy, busy + state[State.AVAILABLE]),
    ]


def _key_figures(total: Sequence[Value]) -> list[Figure]:
    by_key = dict(zip((column.key for column in _COLUMNS), total, strict=True))
    kinds = {column.key: column.kind for column in _COLUMNS}
    return [Figure(key, kinds[key], by_key[key]) for key in _KEY_FIGURES]
