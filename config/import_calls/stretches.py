"""What state an agent was in, as far as a file of calls tells: in session, or available in between.

Pure. An agent's day goes from the first to the last service that began in it; outside of it nothing
is known, and nothing is said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from routing.clock import Millis

IN_SESSION = "in_session"
AVAILABLE = "available"
Span = tuple[Millis, Millis]


class Service(NamedTuple):
    """One session of an agent, on the day it began."""

    began_at: Millis
    ended_at: Millis
    day: date


class Stretch(NamedTuple):
    """A stretch of time in one state, from `began_at` to before `ended_at` (ms)."""

    began_at: Millis
    ended_at: Millis
    state: str


def stretches_of(services: Iterable[Service], taken: Sequence[Span] = ()) -> Iterator[Stretch]:
    """The stretches of one agent in order: overlapping services are one, what is `taken` is left out.

    `taken` are spans that do not overlap one another.
    """
    taken = sorted(taken)
    ends = [ended for _, ended in taken]
    for stretch in _whole(sorted(services)):
        span = (stretch.began_at, stretch.ended_at)
        for began, ended in _without(span, taken, bisect_right(ends, stretch.began_at)):
            yield Stretch(began, ended, stretch.state)


def _whole(services: Sequence[Service]) -> Iterator[Stretch]:
    """One after the other, none of them empty."""
    before: Service | None = None
    for block in _merged(services):
        if before is not None and before.day == block.day:
            yield Stretch(before.ended_at, block.began_at, AVAILABLE)
        if block.ended_at > block.began_at:
            yield Stretch(block.began_at, block.ended_at, IN_SESSION)
        before = block


def _merged(services: Iterable[Service]) -> Iterator[Service]:
    """Services that overlap or touch, as one; it is of the day its last service began."""
    current: Service | None = None
    for service in services:
        if current is not None and service.began_at <= current.ended_at:
            ended = max(current.ended_at, service.ended_at)
            current = Service(current.began_at, ended, service.day)
            continue
        if current is not None:
            yield current
        current = service
    if current is not None:
        yield current


def _without(span: Span, taken: Sequence[Span], first: int) -> Iterator[Span]:
    """What is left of `span`; `first` is the first of the `taken` that ends after it begins."""
    began, ended = span
    for index in range(first, len(taken)):
        other_began, other_ended = taken[index]
        if other_began >= ended:
            break
        if other_began > began:
            yield began, other_began
        began = max(began, other_ended)
    if began < ended:
        yield began, ended
