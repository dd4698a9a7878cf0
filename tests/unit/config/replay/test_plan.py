"""A day's calls become a plan: who calls when and how patiently, who serves from when to when."""

from datetime import date

import pytest

from config.replay.plan import PlanError, Window, median_handling, plan_day, shifts_of
from tests.unit.config.replay.rows import AT_ONCE, HUNG_UP, call_file, row

DAY = date(1999, 2, 1)


def at(clock: str, server: str = "MICHAL", seconds: int = 60) -> str:
    """A call answered at once at `clock`."""
    return row(**{**AT_ONCE, "vru_entry": clock, "vru_exit": clock, "ser_start": clock,
                  "ser_time": str(seconds), "server": server})  # fmt: skip


def test_the_answered_wait_without_limit_and_bring_their_handling_time():
    plan = plan_day(DAY, call_file(row()).calls)

    assert [(one.patience, one.handling) for one in plan.callers] == [(None, 104.0)]


def test_who_hung_up_hangs_up_after_the_same_patience_and_would_take_the_median():
    calls = call_file(at("8:00:00", seconds=10), at("8:01:00", seconds=30), row(**HUNG_UP)).calls

    plan = plan_day(DAY, calls)

    assert [(one.patience, one.handling) for one in plan.callers][-1] == (34, 20.0)
    assert median_handling(calls) == 20.0


def test_phantoms_and_those_who_never_entered_the_line_are_counted_and_left_out():
    calls = call_file(row(), row(outcome="PHANTOM"), row(**HUNG_UP, **AT_ONCE)).calls

    plan = plan_day(DAY, calls)

    assert len(plan.callers) == 1
    assert plan.left_out == {"phantom": 1, "never entered the line": 1}


def test_an_answer_by_nobody_is_played_and_gives_nobody_a_shift():
    calls = call_file(row(server="NO_SERVER"), at("9:00:00", "TOVA")).calls

    plan = plan_day(DAY, calls)

    assert len(plan.callers) == 2
    assert [shift.agent for shift in plan.shifts] == ["TOVA"]


def test_agents_are_on_from_their_first_to_their_last_service():
    calls = call_file(at("9:30:00", seconds=90), at("8:00:00"), at("9:00:00", seconds=30)).calls

    (shift,) = shifts_of(calls)

    assert (shift.begins, shift.ends) == (8 * 3600, 9 * 3600 + 30 * 60 + 90)


def test_callers_come_in_the_order_in_which_they_entered_the_line():
    plan = plan_day(DAY, call_file(at("10:00:00"), at("9:00:00"), at("9:30:00")).calls)

    assert [one.arrives // 60 for one in plan.callers] == [540, 570, 600]
    assert plan.begins == 9 * 3600


def test_a_slice_plays_its_own_arrivals_with_the_agents_who_are_on_then():
    calls = call_file(
        at("8:00:00", "TOVA"),
        at("8:30:00", "MICHAL"),
        at("9:10:00", "AVNI"),
        at("9:50:00", "MICHAL"),
        at("10:00:00", "DORIT"),
    ).calls

    plan = plan_day(DAY, calls, Window(9 * 3600, 10 * 3600))

    assert len(plan.callers) == 2
    assert {shift.agent for shift in plan.shifts} == {"MICHAL", "AVNI"}
    assert plan.left_out == {"outside the time given": 3}


def test_the_last_agent_to_go_stays_to_the_end():
    calls = call_file(at("8:00:00", "TOVA"), at("9:00:00", "MICHAL"), at("8:30:00", "AVNI")).calls

    assert [shift.agent for shift in plan_day(DAY, calls).shifts if shift.stays] == ["MICHAL"]


def test_the_plan_keeps_what_the_file_says_of_the_same_calls():
    plan = plan_day(DAY, call_file(row(), row(**HUNG_UP), at("9:00:00")).calls)

    assert (plan.file.offered, plan.file.answered, plan.file.abandoned) == (3, 2, 1)
    assert plan.file.waits_answered == (34, 0)
    assert plan.file.waits_abandoned == (34,)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "no call enters the line"),
        ([row(outcome="PHANTOM")], "no call enters the line"),
        ([row(server="NO_SERVER")], "no agent serves"),
    ],
)
def test_a_day_with_nothing_to_play_says_so(lines: list[str], why: str):
    with pytest.raises(PlanError, match=why):
        plan_day(DAY, call_file(*lines).calls)
