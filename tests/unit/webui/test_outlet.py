"""Pushes are numbered without gaps, and wait for a snapshot that is on its way."""

from typing import Any

from webui.live.messages.customer import CustomerMarks, CustomerTyping
from webui.live.outlet import Outlet


class Browser:
    """Remembers what is emitted to it."""

    def __init__(self) -> None:
        self.received: list[tuple[str, Any]] = []
        self.sent: list[str] = []
        self.outlet = Outlet(lambda *event: self.received.append(event), self.sent.append)

    def numbers(self) -> list[tuple[str, int]]:
        return [(event, data["number"]) for event, data in self.received]


def test_pushes_are_numbered_from_one():
    browser = Browser()
    browser.outlet.push(CustomerTyping())
    browser.outlet.push(CustomerMarks(2, 1))
    assert browser.received == [
        ("push", {"number": 1, "type": "customer_typing", "data": {}}),
        ("push", {"number": 2, "type": "customer_marks", "data": {"delivered": 2, "read": 1}}),
    ]
    assert browser.sent == ["customer_typing", "customer_marks"]


def test_a_snapshot_says_which_pushes_it_includes_and_what_came_meanwhile_follows_it():
    browser = Browser()
    browser.outlet.push(CustomerTyping())
    browser.outlet.hold()
    browser.outlet.push(CustomerTyping())
    assert browser.numbers() == [("push", 1)]
    browser.outlet.release(CustomerMarks(0, 0))
    assert browser.numbers() == [("push", 1), ("snapshot", 1), ("push", 2)]


def test_two_snapshots_at_once_hold_until_the_last_is_there():
    browser = Browser()
    browser.outlet.hold()
    browser.outlet.hold()
    browser.outlet.push(CustomerTyping())
    browser.outlet.release(CustomerMarks(0, 0))
    assert browser.numbers() == [("snapshot", 0)]
    browser.outlet.release(CustomerMarks(0, 0))
    assert browser.numbers() == [("snapshot", 0), ("snapshot", 0), ("push", 1)]


def test_a_snapshot_that_failed_loses_nothing_of_what_was_held():
    browser = Browser()
    browser.outlet.hold()
    browser.outlet.push(CustomerTyping())
    browser.outlet.release(None)
    assert browser.numbers() == [("push", 1)]
