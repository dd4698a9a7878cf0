"""What is counted of groups (queues, hours, agents …): counts, sums, least and greatest durations.

Only such things, as parts of them are added up in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.facts import Column
from routing.clock import Millis
from routing.service_level import VARIANTS

Groups = NDArray[np.intp]
Counts = NDArray[np.int64]

#: Above every duration, so that the least of none is recognised.
NONE_YET = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Span:
    """A range of time: `begin` until before `end`, seen at `as_of` (all ms since the epoch)."""

    begin: Millis
    end: Millis
    as_of: Millis

    @property
    def seen_until(self) -> Millis:
        """What is not over yet ends here."""
        return max(self.begin, min(self.end, self.as_of))

    def holds(self, times: Column) -> Column:
        """Which times lie in it."""
        inside: Column = (times >= self.begin) & (times < self.end)
        return inside


@dataclass(frozen=True)
class Durations:
    """How many durations there were in each group, their sum, least and greatest (ms)."""

    count: Counts
    sum: Counts
    least: Counts
    greatest: Counts

    @classmethod
    def none(cls, groups: int) -> Durations:
        """Groups without any."""
        zeros, others = (np.zeros(groups, dtype=np.int64) for _ in range(2))
        return cls(zeros, others, np.full(groups, NONE_YET), np.full(groups, -1))

    def add(self, group: Groups, durations: Column) -> None:
        """Count in durations of these groups."""
        grouped = pd.Series(durations).groupby(group, sort=False)
        least, greatest = grouped.min(), grouped.max()
        there = least.index.to_numpy()
        self.count[there] += grouped.size().to_numpy()
        self.sum[there] += grouped.sum().to_numpy()
        self.least[there] = np.minimum(self.least[there], least.to_numpy())
        self.greatest[there] = np.maximum(self.greatest[there], greatest.to_numpy())

    def of(self, groups: Sequence[int]) -> Durations:
        """Those of some groups."""
        return Durations(
            self.count[groups], self.sum[groups], self.least[groups], self.greatest[groups]
        )

    def total(self) -> Durations:
        """All groups as one."""
        return Durations(
            self.count.sum(keepdims=True),
            self.sum.sum(keepdims=True),
            self.least.min(initial=NONE_YET, keepdims=True),
            self.greatest.max(initial=-1, keepdims=True),
        )


@dataclass
class Tally:
    """Everything counted of `size` groups. `met` and `judged` have a column a variant of service level."""

    size: int
    offered: Counts = field(init=False)
    answered: Counts = field(init=False)
    abandoned: Counts = field(init=False)
    short_abandoned: Counts = field(init=False)
    flowed_out: Counts = field(init=False)
    met: Counts = field(init=False)
    judged: Counts = field(init=False)
    wrap_up: Counts = field(init=False)
    faces: Counts = field(init=False)
    face_sum: Counts = field(init=False)
    satisfied: Counts = field(init=False)
    identified: Counts = field(init=False)
    solved_at_once: Counts = field(init=False)
    waits: Durations = field(init=False)
    all_waits: Durations = field(init=False)
    session_times: Durations = field(init=False)
    waiting_at_start: int = 0
    waiting_at_end: int = 0

    def __post_init__(self) -> None:
        for name in _COUNTS:
            setattr(self, name, np.zeros(self.size, dtype=np.int64))
        for name in _BY_VARIANT:
            setattr(self, name, np.zeros((self.size, len(VARIANTS)), dtype=np.int64))
        for name in _DURATIONS:
            setattr(self, name, Durations.none(self.size))

    def total(self) -> Tally:
        """All groups as one."""
        whole = Tally(1)
        for name in (*_COUNTS, *_BY_VARIANT):
            getattr(whole, name)[:] = getattr(self, name).sum(axis=0)
        for name in _DURATIONS:
            setattr(whole, name, getattr(self, name).total())
        whole.waiting_at_start, whole.waiting_at_end = self.waiting_at_start, self.waiting_at_end
        return whole


_BY_VARIANT = ("met", "judged")
_DURATIONS = ("waits", "all_waits", "session_times")
_COUNTS = tuple(
    entry.name
    for entry in fields(Tally)
    if not entry.init and entry.name not in (*_BY_VARIANT, *_DURATIONS)
)


def how_many(group: Groups, size: int) -> Counts:
    """How many rows each group has."""
    return _spread(pd.Series(group).value_counts(sort=False), size)


def summed(group: Groups, values: Column, size: int) -> Counts:
    """The sum of the values of each group."""
    return _spread(pd.Series(values).groupby(group, sort=False).sum(), size)


def _spread(found: pd.Series[Any], size: int) -> Counts:
    """What was found of some groups as a column of all of them."""
    every = np.zeros(size, dtype=np.int64)
    every[found.index.to_numpy()] = found.to_numpy()
    return every
