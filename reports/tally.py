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

    @classmethod
    def measured(cls, group: Groups, durations: Column, size: int) -> Durations:
        """What these durations come to, each of its group."""
        grouped = pd.Series(durations).groupby(_among(group, size), observed=False)
        measured = cls.none(size)
        measured.count[:] = grouped.size().to_numpy()
        measured.sum[:] = grouped.sum().to_numpy()
        # Of a group without any there is no least and no greatest.
        there = np.flatnonzero(measured.count)
        measured.least[there] = grouped.min().to_numpy()[there]
        measured.greatest[there] = grouped.max().to_numpy()[there]
        return measured

    def add(self, group: Groups, durations: Column) -> None:
        """Count in durations of these groups."""
        self.include(Durations.measured(group, durations, len(self.count)))

    def include(self, others: Durations) -> None:
        """Count in others of the same groups."""
        self.count[:] += others.count
        self.sum[:] += others.sum
        np.minimum(self.least, others.least, out=self.least)
        np.maximum(self.greatest, others.greatest, out=self.greatest)

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
    lines: set[int] = field(default_factory=set)
    """The lines by whose rules the service level is reckoned."""
    contacts_closed_at: Millis = 0
    """When the last of the identified was closed."""

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
        whole.lines, whole.contacts_closed_at = self.lines, self.contacts_closed_at
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
    return _among(group, size).value_counts(sort=False).to_numpy().astype(np.int64, copy=False)


def summed(group: Groups, values: Column, size: int) -> Counts:
    """The sum of the values of each group, in whole numbers."""
    grouped = pd.Series(values).groupby(_among(group, size), observed=False)
    return grouped.sum().to_numpy().astype(np.int64, copy=False)


def _among(group: Groups, size: int) -> pd.Series[Any]:
    """The groups as pandas knows them without looking for them: half of the time of adding up."""
    return pd.Series(pd.Categorical.from_codes(group, categories=pd.RangeIndex(size)))
