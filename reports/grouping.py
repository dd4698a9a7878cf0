"""What the rows of call volume are: queues, portals, hours of the day, days or months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from reports.calendar import Calendar
from reports.directory import NONE, Directory, Names
from reports.facts import Column, Facts
from reports.measures import GroupOf
from reports.result import Kind, Value
from reports.tally import Groups


@dataclass(frozen=True)
class Grouping:
    """What the rows are: their names, which are shown though empty, and where each event goes."""

    kind: Kind
    names: Sequence[Value]
    always: Sequence[int]
    group_of: GroupOf
    is_time: bool = False


def group_by(parameters: dict[str, Any], calendar: Calendar, directory: Directory) -> Grouping:
    """How the parameters want it grouped."""
    by = parameters["by"]
    if by == "queue":
        return _by_name(directory.queues, parameters["queues"], "queue")
    if by == "portal":
        return _by_name(directory.portals, parameters["portals"], "portal")
    if by == "hour":
        return Grouping(
            "hour", range(24), range(24), lambda rows, at, times: calendar.hour_of(times), True
        )
    return _by_day(calendar) if by == "day" else _by_month(calendar)


def _by_name(names: Names, chosen: Sequence[str], column: str) -> Grouping:
    def group_of(rows: Facts, at: Column, times: Column) -> Groups:
        number = rows.column(column)[at].astype(np.intp)
        # Requests without a queue are a group of their own, the last one.
        number[number == NONE] = len(names)
        return number

    return Grouping("text", [*names.names, None], names.chosen(chosen), group_of)


def _by_day(calendar: Calendar) -> Grouping:
    days = [day.isoformat() for day in calendar.days]
    every = range(len(days))
    return Grouping("day", days, every, lambda rows, at, times: calendar.day_of(times), True)


def _by_month(calendar: Calendar) -> Grouping:
    def number(day: date) -> int:
        return day.year * 12 + day.month - calendar.first.year * 12 - calendar.first.month

    month_of = np.array([number(day) for day in calendar.days], dtype=np.intp)
    names = sorted({day.isoformat()[:7] for day in calendar.days})

    def group_of(rows: Facts, at: Column, times: Column) -> Groups:
        month: Groups = month_of[calendar.day_of(times)]
        return month

    return Grouping("month", names, range(len(names)), group_of, True)
