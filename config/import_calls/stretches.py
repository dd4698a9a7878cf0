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


def stretches_of(services: Iterable[Service], taken: Sequence[Span] = ()) -> list[Stretch]:
    """The stretches of one agent: overlapping services are one, what is `taken` already is left out.

    `taken` are spans that do not overlap one another.
    """
    taken = sorted(taken)
    ends = [ended for _, ended in taken]
    return [
        Stretch(began, ended, stretch.state)
        for stretch in _whole(sorted(services))
        for began, ended in _without(
            (stretch.began_at, stretch.ended_at), taken, bisect_right(ends, stretch.began_at)
        )
    ]


def _whole(services: Sequence[Service]) -> Iterator[Stretch]:
    """One after the other, none of them empty."""
    blocks = list(_merged(services))
    for index, block in enumerate(blocks):
        if block.ended_at > block.began_at:
            yield Stretch(block.began_at, block.ended_at, IN_SESSION)
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is not None and following.day == block.day:
            yield Stretch(block.ended_at, following.began_at, AVAILABLE)


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
