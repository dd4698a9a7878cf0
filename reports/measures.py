"""The figures of a contact centre over groups of requests and sessions, without a database.

Definitions are those of the field's metrics. *Offered* counts requests in the interval of their
arrival, *answered* in that of the first answer, *abandoned* in that in which the customer left; a
group (queue, portal, hour, day, month) is where an event belongs, so that one request may be offered
in one interval and answered in the next. For any range: waiting at its start + offered = answered +
abandoned + flowed out + waiting at its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reports.directory import Standards
from reports.facts import NEVER, Column, Outcome, Requests, Sessions
from reports.tally import Durations, Groups, Span, Tally, how_many, summed
from routing.clock import DAY, Millis
from routing.service_level import VARIANTS, Variant

#: The group of some rows: all rows, the places of those, and when what is counted of them happened.
GroupOf = Callable[[Any, Column, Column], Groups]

SATISFIED_FROM = 4
#: A customer who is back within this time was not helped for good.
COMES_AGAIN: Millis = 7 * DAY


def count_requests(
    tally: Tally, rows: Requests, line: Column, standards: Standards, span: Span, group_of: GroupOf
) -> None:
    """Count in what happened to these requests in the span. `line` is where each stood (see
    `reports.directory.Directory.lines`); rows of other days may be among them.
    """
    if not len(rows):
        return
    came = np.flatnonzero(span.holds(rows.posted_at))
    tally.offered += how_many(group_of(rows, came, rows.posted_at[came]), tally.size)
    _count_answers(tally, rows, line, standards, span, group_of)
    left_at, flowed_at = _left_at(rows), _flowed_at(rows)
    gone = np.flatnonzero(span.holds(left_at))
    _count_abandons(tally, rows, gone, line, standards, group_of)
    flowed = np.flatnonzero(span.holds(flowed_at))
    tally.flowed_out += how_many(group_of(rows, flowed, flowed_at[flowed]), tally.size)
    # One of these at most has happened, and NEVER is before all times.
    over_at = np.maximum(rows.answered_at, np.maximum(left_at, flowed_at))
    _count_waiting(tally, rows, over_at, span, group_of)


def _count_answers(
    tally: Tally, rows: Requests, line: Column, standards: Standards, span: Span, group_of: GroupOf
) -> None:
    answered = np.flatnonzero(span.holds(rows.answered_at))
    group = group_of(rows, answered, rows.answered_at[answered])
    wait = rows.answered_at[answered] - rows.posted_at[answered]
    tally.answered += how_many(group, tally.size)
    waits = Durations.measured(group, wait, tally.size)
    tally.waits.include(waits)
    tally.all_waits.include(waits)
    within = wait <= standards.within[line[answered]]
    tally.lines.update(np.unique(line[answered]).tolist())
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
    tally.abandoned += how_many(group, tally.size)
    tally.short_abandoned += how_many(group[short], tally.size)
    tally.all_waits.add(group, wait)
    tally.lines.update(np.unique(line[gone]).tolist())
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
    tally.judged += how_many(place, size).reshape(tally.judged.shape)
    tally.met += how_many(place[met], size).reshape(tally.met.shape)


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
    tally.faces += how_many(group, tally.size)
    tally.face_sum += summed(group, face, tally.size)
    tally.satisfied += how_many(group[face >= SATISFIED_FROM], tally.size)


def count_contacts(
    tally: Tally, rows: Requests, counted: Column, span: Span, group_of: GroupOf
) -> None:
    """Count in first-contact resolution. `rows` are all requests of identified customers of the span
    that came in until `COMES_AGAIN` after the last of them ended; `counted` says which of them belong to
    the report.

    Of the answered and closed ones, those are solved at once that were resolved and whose customer did
    not come again, for whatever, within `COMES_AGAIN` of the end.
    """
    order = np.lexsort((rows.posted_at, rows.customer))
    again_at = np.full(len(rows), NEVER)
    same = rows.customer[order[1:]] == rows.customer[order[:-1]]
    again_at[order[:-1][same]] = rows.posted_at[order[1:][same]]
    came_again = (again_at != NEVER) & (again_at < rows.closed_at + COMES_AGAIN)
    chosen = np.flatnonzero(are_contacts(rows, span) & counted)
    group = group_of(rows, chosen, rows.answered_at[chosen])
    at_once = (rows.resolved[chosen] == 1) & ~came_again[chosen]
    tally.identified += how_many(group, tally.size)
    tally.solved_at_once += how_many(group[at_once], tally.size)
    tally.contacts_closed_at = int(rows.closed_at[chosen].max(initial=0))


def are_contacts(rows: Requests, span: Span) -> Column:
    """Which requests of identified customers were answered in the span and are over."""
    closed = (rows.outcome == Outcome.CLOSED) & (rows.closed_at != NEVER)
    contacts: Column = span.holds(rows.answered_at) & closed & (rows.customer != 0)
    return contacts
