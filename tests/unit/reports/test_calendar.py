"""Days and hours, with those of 23, 24.5 and 25 hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from reports.calendar import Calendar, iso
from routing.clock import HOUR, MINUTE

PARIS, LORD_HOWE = ZoneInfo("Europe/Paris"), ZoneInfo("Australia/Lord_Howe")


def one_day(zone, year, month, day):
    return Calendar(zone, date(year, month, day), date(year, month, day))


def utc(year, month, day, hour):
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp()) * 1_000


def minutes_of_each_hour(days):
    every_minute = np.arange(days.begins, days.ends, MINUTE, dtype=np.int64)
    return np.bincount(days.hour_of(every_minute), minlength=24).tolist()


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (PARIS, (2026, 6, 1), 24),
        (PARIS, (2026, 3, 29), 23),
        (PARIS, (2026, 10, 25), 25),
        (LORD_HOWE, (2026, 4, 5), 24.5),
        (LORD_HOWE, (2026, 10, 4), 23.5),
        # Clocks are put forward at midnight: the day begins at one.
        (ZoneInfo("Asia/Beirut"), (2026, 3, 29), 23),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(zone, day, hours):
    days = one_day(zone, *day)
    assert days.ends - days.begins == hours * HOUR


def test_the_hour_that_comes_twice_is_one_hour_twice_as_long():
    assert minutes_of_each_hour(one_day(PARIS, 2026, 10, 25))[:4] == [60, 60, 120, 60]
    assert minutes_of_each_hour(one_day(LORD_HOWE, 2026, 4, 5))[:4] == [60, 90, 60, 60]


def test_the_hour_that_is_left_out_is_empty():
    assert minutes_of_each_hour(one_day(PARIS, 2026, 3, 29))[:4] == [60, 60, 0, 60]


def test_midnight_belongs_to_the_day_it_begins():
    days = Calendar(PARIS, date(2026, 10, 24), date(2026, 10, 26))
    midnight = utc(2026, 10, 24, 22)
    assert days.day_of(np.array([midnight - 1, midnight])).tolist() == [0, 1]
    after_25_hours = utc(2026, 10, 25, 23)
    assert days.day_of(np.array([after_25_hours - 1, after_25_hours])).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("zone", "around"),
    [("Europe/Paris", (2026, 3, 29)), ("America/St_Johns", (2010, 11, 7)), ("Africa/Casablanca", (2026, 2, 15))],
)  # fmt: skip
def test_every_moment_lies_within_the_bounds_of_its_day(zone, around):
    middle = date(*around)
    days = Calendar(
        ZoneInfo(zone), middle.replace(day=middle.day - 2), middle.replace(day=middle.day + 1)
    )
    every = np.arange(days.begins, days.ends, MINUTE, dtype=np.int64)
    number = days.day_of(every)
    assert (days.bounds[number] <= every).all()
    assert (every < days.bounds[number + 1]).all()


def test_moments_are_written_with_the_offset_of_their_season():
    assert iso(PARIS, utc(2026, 1, 1, 12) + 5) == "2026-01-01T13:00:00.005+01:00"
    assert iso(PARIS, utc(2026, 7, 1, 12)) == "2026-07-01T14:00:00.000+02:00"
