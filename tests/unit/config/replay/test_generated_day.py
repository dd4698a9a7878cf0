"""A made-up day reads like the bank's own, and is the same for the same seed."""

import io
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.replay.calls import CallFile, Outcome, parse_calls
from config.replay.generated_day import generate
from config.replay.plan import plan_day

DAY = date(1999, 2, 1)


def made(calls: int, seed: int, from_hour: int = 7, to_hour: int = 24) -> CallFile:
    return parse_calls(io.StringIO(generate(calls, seed, DAY, from_hour, to_hour)))


def test_the_same_seed_makes_the_same_day():
    assert generate(50, 7, DAY) == generate(50, 7, DAY)
    assert generate(50, 7, DAY) != generate(50, 8, DAY)


@given(calls=st.integers(1, 400), seed=st.integers(0, 2**32))
def test_every_row_is_a_call_without_anything_odd(calls: int, seed: int):
    file = made(calls, seed)

    assert file.rejected == ()
    assert all(call.oddities == () for call in file.calls)
    assert sum(call.is_offered for call in file.calls) == calls


def test_no_agent_serves_two_at_a_time():
    served = sorted(
        (call.agent, call.answered, call.handling)
        for call in made(300, 3).calls
        if call.agent is not None and call.answered is not None
    )

    for (agent, start, handling), (next_agent, next_start, _) in pairwise(served):
        assert agent != next_agent or start + handling <= next_start


def test_some_wait_and_some_give_up():
    calls = made(400, 1).calls

    assert any(call.outcome is Outcome.ANSWERED and call.queue_time > 0 for call in calls)
    assert any(call.outcome is Outcome.HUNG_UP and call.is_offered for call in calls)
    assert any(not call.is_offered for call in calls)


def test_it_can_be_made_for_some_hours_only():
    file = made(60, 2, 9, 10)

    assert all(9 * 3600 < call.entered < 10 * 3600 for call in file.calls if call.entered)
    assert plan_day(DAY, file.calls).shifts


def test_hours_in_which_nobody_calls_are_refused():
    with pytest.raises(ValueError, match="nobody calls between 1 and 3"):
        generate(10, 1, DAY, 1, 3)
