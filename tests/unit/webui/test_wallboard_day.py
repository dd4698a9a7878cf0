"""A wallboard's day is the company's own: 23, 24 or 25 hours, in quarter hours."""

import pytest

from routing.clock import HOUR, MINUTE
from tests.wallboard_days import time_of
from webui.live.wallboard_day import day_of

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("zone", "date", "hours"),
    [
        (PARIS, "2026-11-21", 24),
        (PARIS, "2026-03-29", 23),
        (PARIS, "2026-10-25", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Asia/Kathmandu", "2026-11-21", 24),
        ("America/Havana", "2026-03-08", 23),
        ("UTC", "2026-11-21", 24),
    ],
)
def test_a_day_has_as_many_hours_as_its_clocks_say(zone: str, date: str, hours: float):
    day = day_of(time_of(date, "12:00", zone), zone)
    assert day.ends - day.begins == hours * HOUR


def test_a_moment_of_the_repeated_hour_belongs_to_the_same_day():
    begins = time_of("2026-10-25", "00:00", PARIS)
    for hour in range(25):
        assert day_of(begins + hour * HOUR, PARIS).begins == begins
    assert day_of(begins + 25 * HOUR, PARIS).begins == begins + 25 * HOUR


def test_slots_are_quarter_hours_from_midnight():
    day = day_of(time_of("2026-11-21", "12:00", PARIS), PARIS)
    assert day.slot_of(day.begins) == 0
    assert day.slot_of(day.begins + 15 * MINUTE - 1) == 0
    assert day.slot_of(day.begins + 15 * MINUTE) == 1
    assert not day.holds(day.ends)
