"""When a failed task is repeated."""

from routing.errors import DatabaseBusy, DatabaseReadOnly
from workers.retry import RetryPolicy

POLICY = RetryPolicy(delays=(1_000, 5_000))


def test_a_failing_task_is_repeated_after_growing_delays_and_then_given_up():
    delays = [POLICY.delay(retries, ValueError()) for retries in range(3)]

    assert delays == [1_000, 5_000, None]


def test_an_outage_of_the_database_is_waited_for_without_limit():
    assert POLICY.delay(1_000, DatabaseBusy()) == 5_000
    assert POLICY.delay(1_000, DatabaseReadOnly()) == 5_000
