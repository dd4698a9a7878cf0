"""Call volume: what came in, what was answered and how soon, by queue, portal, hour, day or month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from reports import measures, queries
from reports.calendar import Calendar
from reports.directory import Directory
from reports.facts import Column as FactColumn
from reports.facts import Facts, Outcome, Requests, Sessions
from reports.grouping import Grouping, group_by
from reports.result import Chart, Column, Figure, Note, Report, Row, Rule, Value, mean, share
from reports.source import Source
from reports.tally import NONE_YET, Durations, Span, Tally
from routing.clock import Millis
from routing.days import day_at, midnight
from routing.service_level import VARIANTS
from routing.tables.request import USUAL_WAIT

KIND = "call_volume"
MIXED = "mixed"

#: What every row says besides what it is about.
FIGURES: tuple[Column, ...] = (
    Column("offered", "count"),
    Column("answered", "count"),
    Column("abandoned", "count"),
    Column("short_abandoned", "count"),
    Column("flowed_out", "count"),
    Column("service_level", "share"),
    Column("service_level_variant", "text"),
    Column("wait_min", "duration"),
    Column("wait_average", "duration"),
    Column("wait_max", "duration"),
    Column("longest_wait", "duration"),
    Column("session_min", "duration"),
    Column("session_average", "duration"),
    Column("session_max", "duration"),
    Column("wrap_up_average", "duration"),
    Column("handling_average", "duration"),
    Column("abandonment", "share"),
    Column("satisfaction", "score"),
    Column("satisfied", "share"),
    Column("first_contact_resolution", "share"),
)
_KEY_FIGURES = (
    "offered",
    "answered",
    "abandoned",
    "service_level",
    "wait_average",
    "longest_wait",
    "handling_average",
    "satisfaction",
)


def report(source: Source, parameters: dict[str, Any], calendar: Calendar) -> Report:
    """The report for canonical parameters (see `routing.report_parameters`) and the days in question."""
    span = Span(calendar.begins, calendar.ends, source.as_of)
    grouping = group_by(parameters, calendar, source.directory)
    tally = count(source, parameters, span, grouping)
    total = tally.total()
    rules = rules_of(source.directory, tally.lines)
    return Report(
        KIND,
        parameters,
        calendar,
        source.as_of,
        _key_figures(total, rules),
        [Column(parameters["by"], grouping.kind), *FIGURES],
        _rows(tally, grouping),
        [None, *values(total, 0)],
        Chart(
            "line" if grouping.is_time and len(grouping.names) > 31 else "bar",
            parameters["by"],
            ("answered", "abandoned"),
        ),
        _notes(total, span),
        rules,
    )


def count(source: Source, parameters: dict[str, Any], span: Span, grouping: Grouping) -> Tally:
    """Everything counted, streamed month by month.

    Requests are those of the days from `USUAL_WAIT` before the span on, and of all earlier days those
    few that waited longer: no request is in both.
    """
    tally = Tally(len(grouping.names))
    directory, group_of = source.directory, grouping.group_of
    first = source.day_begins(span.begin - USUAL_WAIT)
    ahead = min(span.end + measures.COMES_AGAIN, max(span.end, span.as_of))

    def take(every: Requests) -> Requests:
        rows: Requests = _chosen(every, parameters, directory)
        line = directory.lines(rows.queue, rows.portal)
        measures.count_requests(tally, rows, line, directory.standards, span, group_of)
        return rows

    long = take(source.long_waiting(first, span.begin))
    contacts = [queries.empty(Requests), *_earlier_contacts(source, long, span, first)]
    for every in source.read(Requests, first, ahead):
        contacts.append(every.where(every.customer != 0))
        take(every)
    for some in source.read(Sessions, span.begin, span.end):
        measures.count_sessions(tally, _chosen(some, parameters, directory), span, group_of)
    known = Requests.joined(contacts)
    known = Requests.joined([known, *_later_contacts(source, known, span, first, ahead)])
    counted = _is_chosen(known, parameters, directory)
    measures.count_contacts(tally, known, counted, span, group_of)
    return tally


def _earlier_contacts(
    source: Source, long: Requests, span: Span, before: Millis
) -> Iterator[Requests]:
    """The requests before `before` of all known customers who were answered in the span after a long
    wait, those among them: who came again while they waited did so before that.
    """
    closed = long.where(
        (long.customer != 0) & span.holds(long.answered_at) & (long.outcome == Outcome.CLOSED)
    )
    if len(closed):
        for every in source.read(Requests, int(closed.posted_at.min()), before):
            yield every.where(np.isin(every.customer, closed.customer))


def _later_contacts(
    source: Source, known: Requests, span: Span, first: Millis, seen: Millis
) -> Iterator[Requests]:
    """The requests from the days after `seen` on, up to which all are known, of those customers whose
    session ended so late in the span's answers that they may still come again then.
    """
    last_day = day_at(source.directory.zone, max(first, seen - 1))
    after = midnight(source.directory.zone, last_day + timedelta(days=1))
    until = known.closed_at + measures.COMES_AGAIN
    late = known.where(measures.are_contacts(known, span) & (until > after))
    end = min(int(late.closed_at.max(initial=0)) + measures.COMES_AGAIN, span.as_of + 1)
    if end > after:
        for every in source.read(Requests, after, end):
            yield every.where(np.isin(every.customer, late.customer))


def _chosen(rows: Any, parameters: dict[str, Any], directory: Directory) -> Any:
    if not parameters["queues"] and not parameters["portals"]:
        return rows
    return rows.where(_is_chosen(rows, parameters, directory))


def _is_chosen(rows: Facts, parameters: dict[str, Any], directory: Directory) -> FactColumn:
    kept = np.ones(len(rows), dtype=bool)
    if parameters["queues"]:
        chosen = directory.queues.chosen(parameters["queues"])
        kept &= np.isin(rows.column("queue"), chosen)
    if parameters["portals"]:
        chosen = directory.portals.chosen(parameters["portals"])
        kept &= np.isin(rows.column("portal"), chosen)
    return kept


def _rows(tally: Tally, grouping: Grouping) -> list[Row]:
    busy = (
        tally.offered + tally.answered + tally.abandoned + tally.flowed_out
        + tally.all_waits.count + tally.session_times.count + tally.faces
    )  # fmt: skip
    shown = sorted({*grouping.always, *np.flatnonzero(busy).tolist()})
    return [[grouping.names[group], *values(tally, group)] for group in shown]


def rules_of(directory: Directory, lines: set[int]) -> list[Rule]:
    """The rules by which the service level of these lines is reckoned, each with whose it is."""
    standards = directory.standards
    found: dict[tuple[str, Millis, Millis], list[str]] = {}
    for line in sorted(lines):
        variant = str(VARIANTS[int(standards.variant[line])])
        rule = (variant, int(standards.within[line]), int(standards.short[line]))
        found.setdefault(rule, []).extend(directory.line_names[line : line + 1])
    return [Rule(tuple(names), *rule) for rule, names in found.items()]


def _key_figures(total: Tally, rules: Sequence[Rule]) -> list[Figure]:
    found = dict(zip((column.key for column in FIGURES), values(total, 0), strict=True))
    kinds = {column.key: column.kind for column in FIGURES}
    variant = found["service_level_variant"]
    note = {"service_level": None if variant is None else str(variant)}
    data = {"service_level": None if variant is None else _common(rules)}
    return [
        Figure(key, kinds[key], found[key], note.get(key), data.get(key)) for key in _KEY_FIGURES
    ]


def _common(rules: Sequence[Rule]) -> dict[str, Millis | None]:
    """The times (ms) that all rules share; None where they differ."""
    within, short = {rule.within for rule in rules}, {rule.short_abandon for rule in rules}
    return {
        "within": within.pop() if len(within) == 1 else None,
        "short_abandon": short.pop() if len(short) == 1 else None,
    }


def values(tally: Tally, group: int) -> list[Value]:
    """A row's values, in the order of `FIGURES`; None where there is nothing to say."""
    answered, abandoned = int(tally.answered[group]), int(tally.abandoned[group])
    lasting = abandoned - int(tally.short_abandoned[group])
    sessions = int(tally.session_times.count[group])
    wrap_up, talk = int(tally.wrap_up[group]), int(tally.session_times.sum[group])
    faces, face_sum = int(tally.faces[group]), int(tally.face_sum[group])
    return [
        int(tally.offered[group]),
        answered,
        abandoned,
        int(tally.short_abandoned[group]),
        int(tally.flowed_out[group]),
        share(int(tally.met[group].sum()), int(tally.judged[group].sum())),
        _variant(tally, group),
        *_durations(tally.waits, group),
        _greatest(tally.all_waits, group),
        *_durations(tally.session_times, group),
        mean(wrap_up, sessions),
        mean(talk + wrap_up, sessions),
        share(lasting, answered + lasting),
        share(face_sum, faces),
        share(int(tally.satisfied[group]), faces),
        share(int(tally.solved_at_once[group]), int(tally.identified[group])),
    ]


def _variant(tally: Tally, group: int) -> str | None:
    """The variant that all requests behind a service level share, or that they do not."""
    used = np.flatnonzero(tally.judged[group])
    if len(used) == 0:
        return None
    return str(VARIANTS[int(used[0])]) if len(used) == 1 else MIXED


def _durations(durations: Durations, group: int) -> list[Value]:
    least = int(durations.least[group])
    return [
        None if least == NONE_YET else least,
        mean(int(durations.sum[group]), int(durations.count[group])),
        _greatest(durations, group),
    ]


def _greatest(durations: Durations, group: int) -> int | None:
    greatest = int(durations.greatest[group])
    return None if greatest < 0 else greatest


def _notes(total: Tally, span: Span) -> list[Note]:
    notes = []
    if span.end > span.as_of:
        notes.append(Note("not_over", {"as_of": span.as_of}))
    if total.waiting_at_end:
        code = "still_waiting" if span.end > span.as_of else "waited_at_end"
        notes.append(Note(code, {"count": total.waiting_at_end}))
    final_at = max(span.end, total.contacts_closed_at) + measures.COMES_AGAIN
    if total.identified.any() and final_at > span.as_of:
        notes.append(Note("first_contact_not_final", {"until": final_at}))
    return notes
