"""Sealed days as reports see them: made from the database once, read from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlmodel import col, select

from reports import directory, queries, sealed_format
from reports.calendar import Calendar
from reports.directory import Directory
from reports.facts import Facts, Requests, Sessions, States
from routing.days import midnight
from routing.packed_day import PackedFacts
from routing.tables import SealedDay
from routing.transaction import Transaction

KINDS: tuple[type[Facts], ...] = (Requests, Sessions, States)

Kind = TypeVar("Kind", bound=Facts)


class DayPacker:
    """Packs days for `routing.actions.sealed_days`."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of what is made of each day."""
        return tuple(sealed_format.kind_of(kind) for kind in KINDS)

    def pack(self, reading: Transaction, day: date) -> list[PackedFacts] | None:
        """The facts of one of the company's days; None while something in it is open."""
        # Read anew for each day: one that came with an import must not be taken for unknown.
        known = directory.read(reading)
        begin, end = midnight(known.zone, day), midnight(known.zone, day + timedelta(days=1))
        found: list[Any] = [queries.READ[kind](reading, known, begin, end) for kind in KINDS]
        if any(facts.is_open for facts in found):
            return None
        return [
            PackedFacts(
                sealed_format.kind_of(type(facts)),
                len(facts),
                sealed_format.packed(facts, begin, known),
            )
            for facts in found
        ]


def sealed(
    reading: Transaction, of: Directory, kind: type[Kind], days: Calendar
) -> tuple[Kind | None, list[Calendar]]:
    """What is sealed of these days (None: nothing), and the runs of days that are not."""
    found = dict(
        reading.session.execute(
            select(SealedDay.day, SealedDay.data).where(
                col(SealedDay.kind) == sealed_format.kind_of(kind),
                col(SealedDay.zone) == str(of.zone),
                col(SealedDay.day) >= days.first.isoformat(),
                col(SealedDay.day) <= days.last.isoformat(),
            )
        ).all()
    )
    packed = [
        (begin, found[day.isoformat()])
        for day, begin in zip(days.days, days.bounds.tolist(), strict=False)
        if day.isoformat() in found
    ]
    facts = sealed_format.unpacked(kind, packed, of) if packed else None
    return facts, _runs(days, [day for day in days.days if day.isoformat() not in found])


def _runs(calendar: Calendar, days: Sequence[date]) -> list[Calendar]:
    """Days in order as runs without a gap."""
    runs: list[Calendar] = []
    for day in days:
        if runs and runs[-1].last + timedelta(days=1) == day:
            runs[-1] = Calendar(calendar.zone, runs[-1].first, day)
        else:
            runs.append(Calendar(calendar.zone, day, day))
    return runs
