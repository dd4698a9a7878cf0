"""The figures of a contact centre over groups of requests and sessions, without a database.

Definitions are those of the field's metrics. *Offered* counts requests in the interval of their
arrival, *answered* in that of the first answer, *abandoned* in that in which the customer left; a
group (queue, portal, hour, day, month) is where an event belongs, so that one request may be offered
in one interval and answered in the next. For any range: waiting at its start + offered = answered +
abandoned + flowed out + waiting at its end.

Every figure is a count, a sum, a least or a greatest: parts are added up, in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.directory import Standards
from reports.facts import NEVER, Column, Outcome, Requests, Sessions
from routing.clock import DAY, Millis
from routing.service_level import VARIANTS, Variant

Groups = NDArray[np.intp]
Counts = NDArray[np.int64]
#: The group of some rows: all rows, the places of those, and when what is counted of them happened.
GroupOf = Callable[[Any, Column, Column], Groups]

#: Above every duration, so that the least of none is recognised.
NONE_YET = int(np.iinfo(np.int64).max)
SATISFIED_FROM = 4
#: A customer who is back within this time was not helped for good.
COMES_AGAIN: Millis = 7 * DAY


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
        size = len(self.count)
        self.count[:] += np.bincount(group, minlength=size)
        self.sum[:] += summed(group, durations, size)
        np.minimum.at(self.least, group, durations)
        np.maximum.at(self.greatest, group, durations)

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


def count_requests(
    tally: Tally, rows: Requests, line: Column, standards: Standards, span: Span, group_of: GroupOf
) -> None:
    """Count in what happened to these requests in the span. `line` is where each stood (see
    `reports.directory.Directory.lines`); rows of other days may be among them.
    """
    came = np.flatnonzero(span.holds(rows.posted_at))
    tally.offered += np.bincount(group_of(rows, came, rows.posted_at[came]), minlength=tally.size)
    _count_answers(tally, rows, line, standards, span, group_of)
    left_at, flowed_at = _left_at(rows), _flowed_at(rows)
    gone = np.flatnonzero(span.holds(left_at))
    _count_abandons(tally, rows, gone, line, standards, group_of)
    flowed = np.flatnonzero(span.holds(flowed_at))
    tally.flowed_out += np.bincount(group_of(rows, flowed, flowed_at[flowed]), minlength=tally.size)
    # One of these at most has happened, and NEVER is before all times.
    over_at = np.maximum(rows.answered_at, np.maximum(left_at, flowed_at))
    _count_waiting(tally, rows, over_at, span, group_of)


def _count_answers(
    tally: Tally, rows: Requests, line: Column, standards: Standards, span: Span, group_of: GroupOf
) -> None:
    answered = np.flatnonzero(span.holds(rows.answered_at))
    group = group_of(rows, answered, rows.answered_at[answered])
    wait = rows.answered_at[answered] - rows.posted_at[answered]
    tally.answered += np.bincount(group, minlength=tally.size)
    tally.waits.add(group, wait)
    tally.all_waits.add(group, wait)
    within = wait <= standards.within[line[answered]]
    _judge(tally, group, standards.variant[line[answered]], within)


def _count_abandons(
    tally: Tally,
    rows: Requests,
    gone: Column,
    line: Column,
    standards: Standards,
    group_of: GroupOf,
) -> None:
    group = group_of(rows, gone, rows.closed_at[gone])
    wait = rows.closed_at[gone] - rows.posted_at[gone]
    short = wait < standards.short[line[gone]]
    tally.abandoned += np.bincount(group, minlength=tally.size)
    tally.short_abandoned += np.bincount(group[short], minlength=tally.size)
    tally.all_waits.add(group, wait)
    variant = standards.variant[line[gone]]
    judged = ~short & (variant != VARIANTS.index(Variant.LEFT_OUT))
    early = (wait <= standards.within[line[gone]]) & (
        variant == VARIANTS.index(Variant.MET_WHEN_EARLY)
    )
    _judge(tally, group[judged], variant[judged], early[judged])


def _judge(tally: Tally, group: Groups, variant: Column, met: Column) -> None:
    """Count in requests that the service level is reckoned of, and those of them that met it."""
    place = group * len(VARIANTS) + variant
    size = tally.size * len(VARIANTS)
    tally.judged += np.bincount(place, minlength=size).reshape(tally.judged.shape)
    tally.met += np.bincount(place[met], minlength=size).reshape(tally.met.shape)


def _count_waiting(
    tally: Tally, rows: Requests, over_at: Column, span: Span, group_of: GroupOf
) -> None:
    """Count in who waits at the ends of the span. Whoever still does has waited until it ends, or
    until now: that belongs to the interval that is the last.
    """

    def waiting_at(moment: Millis) -> Column:
        waits: Column = (rows.posted_at < moment) & ((over_at >= moment) | (over_at == NEVER))
        return waits

    tally.waiting_at_start += int(waiting_at(span.begin).sum())
    still = np.flatnonzero(waiting_at(span.end))
    tally.waiting_at_end += len(still)
    if span.seen_until > span.begin:
        # Clocks may differ: one that came in after `as_of` has not waited yet.
        so_far = np.maximum(span.seen_until - rows.posted_at[still], 0)
        last = np.full(len(still), span.seen_until - 1)
        tally.all_waits.add(group_of(rows, still, last), so_far)


def _left_at(rows: Requests) -> Column:
    """When the customer left without an answer."""
    left = (rows.outcome == Outcome.ABANDONED) & (rows.answered_at == NEVER)
    return np.where(left, rows.closed_at, NEVER)


def _flowed_at(rows: Requests) -> Column:
    """When a request went elsewhere without an answer: when it was closed here, or else came in."""
    out = (rows.outcome == Outcome.FLOWED_OUT) & (rows.answered_at == NEVER)
    at = np.where(rows.closed_at == NEVER, rows.posted_at, rows.closed_at)
    return np.where(out, at, NEVER)


def count_sessions(tally: Tally, rows: Sessions, span: Span, group_of: GroupOf) -> None:
    """Count in the sessions that began in the span. Their time, wrap-up and faces belong to the
    interval of their beginning; a session that is still open has no time yet.
    """
    ended = np.flatnonzero(span.holds(rows.began_at) & (rows.ended_at != NEVER))
    group = group_of(rows, ended, rows.began_at[ended])
    tally.session_times.add(group, rows.ended_at[ended] - rows.began_at[ended])
    tally.wrap_up += summed(group, rows.wrap_up[ended], tally.size)
    rated = np.flatnonzero(span.holds(rows.began_at) & (rows.face > 0))
    group, face = group_of(rows, rated, rows.began_at[rated]), rows.face[rated]
    tally.faces += np.bincount(group, minlength=tally.size)
    tally.face_sum += summed(group, face, tally.size)
    tally.satisfied += np.bincount(group[face >= SATISFIED_FROM], minlength=tally.size)


def count_contacts(
    tally: Tally, rows: Requests, counted: Column, span: Span, group_of: GroupOf
) -> None:
    """Count in first-contact resolution. `rows` are all requests of identified customers of the span
    and of `COMES_AGAIN` after it; `counted` says which of them belong to the report.

    Of the answered and closed ones, those are solved at once that were resolved and whose customer did
    not come again, for whatever, within `COMES_AGAIN` of the end.
    """
    order = np.lexsort((rows.posted_at, rows.customer))
    again_at = np.full(len(rows), NEVER)
    same = rows.customer[order[1:]] == rows.customer[order[:-1]]
    again_at[order[:-1][same]] = rows.posted_at[order[1:][same]]
    came_again = (again_at != NEVER) & (again_at < rows.closed_at + COMES_AGAIN)
    closed = (rows.outcome == Outcome.CLOSED) & (rows.closed_at != NEVER)
    chosen = np.flatnonzero(span.holds(rows.answered_at) & closed & counted)
    group = group_of(rows, chosen, rows.answered_at[chosen])
    at_once = (rows.resolved[chosen] == 1) & ~came_again[chosen]
    tally.identified += np.bincount(group, minlength=tally.size)
    tally.solved_at_once += np.bincount(group[at_once], minlength=tally.size)


def summed(group: Groups, values: Column, size: int) -> Counts:
    """The sum of the values of each group. Exact below 2^53, which is 285,000 years in ms."""
    return np.rint(np.bincount(group, weights=values, minlength=size)).astype(np.int64)
