"""Pushes are told in their order, whatever order the threads brought them in."""

from hypothesis import given
from hypothesis import strategies as st

from config.replay.push_order import GAP_LIMIT_S, PushOrder


@given(st.permutations(range(1, 9)))
def test_whatever_the_order_of_arrival_they_are_told_by_number(arrivals: list[int]):
    order = PushOrder()

    told = [message for number in arrivals for message in order.push(number, number, 0.0)]

    assert told == list(range(1, 9))
    assert not order.is_missing_some(100.0)


def test_a_push_that_came_twice_is_told_once():
    order = PushOrder()

    assert order.push(1, "a", 0.0) == ["a"]
    assert order.push(1, "a", 0.0) == []


def test_a_gap_counts_once_it_has_stayed_open():
    order = PushOrder()
    order.push(2, "b", 10.0)

    assert not order.is_missing_some(10.0 + GAP_LIMIT_S / 2)
    assert order.is_missing_some(10.0 + GAP_LIMIT_S)
    assert not order.is_missing_some(10.0 + GAP_LIMIT_S)


def test_a_snapshot_closes_the_gap_and_what_came_after_it_follows():
    order = PushOrder()
    order.push(3, "c", 0.0)
    order.push(5, "e", 0.0)

    assert order.snapshot(4, "everything", 0.0) == ["everything", "e"]
    assert not order.is_missing_some(100.0)


def test_a_snapshot_older_than_what_was_told_is_left_out():
    order = PushOrder()
    order.push(1, "a", 0.0)

    assert order.snapshot(0, "everything", 0.0) == []
