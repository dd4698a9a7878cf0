"""One row that cannot be handled holds up no other; a database that is away holds up all."""

import pytest

from routing import sweeping
from routing.errors import DatabaseBusy, DatabaseReadOnly, Deadlock


def _handler(failing, handled):
    def handle(item):
        handled.append(item)
        if item in failing:
            raise failing[item]

    return handle


def test_all_have_their_turn_and_are_counted():
    handled: list[str] = []
    assert sweeping.each(["a", "b"], _handler({}, handled)) == 2
    assert handled == ["a", "b"]


@pytest.mark.parametrize("error", [KeyError("a"), Deadlock()], ids=["defect", "deadlock"])
def test_the_first_error_is_raised_after_the_last_turn(error):
    handled: list[str] = []
    with pytest.raises(type(error)) as raised:
        sweeping.each(["a", "b", "c"], _handler({"a": error, "b": ValueError()}, handled))
    assert handled == ["a", "b", "c"]
    assert raised.value is error


@pytest.mark.parametrize("error", [DatabaseBusy(), DatabaseReadOnly()], ids=["busy", "read-only"])
def test_nobody_waits_one_by_one_for_a_database_that_is_away(error):
    handled: list[str] = []
    with pytest.raises(type(error)):
        sweeping.each(["a", "b"], _handler({"a": error}, handled))
    assert handled == ["a"]
