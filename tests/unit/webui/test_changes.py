"""Every event there is tells the pusher what to look at."""

import dataclasses
from typing import Any

import pytest

from routing.events import BrowserSignedOut, Event, WallboardChanged
from webui.live.changes import Changes
from webui.live.wallboard_changes import BoardChanges

VALUES: dict[str, Any] = {"int": 1, "str": "x", "bool": True, "str | None": None}


def as_published(kind: type[Event]) -> dict[str, Any]:
    fields = {field.name: VALUES[str(field.type)] for field in dataclasses.fields(kind)}
    subjects = {"request_id": "request", "session_id": "session", "agent_id": "agent"}
    return {"name": kind.name, "company_id": "company", "data": kind(**fields).data(), **subjects}


def noted(changes: Changes) -> set[str]:
    fields = dataclasses.asdict(changes)
    return {name for name, value in fields.items() if value and name != "since"}


@pytest.mark.parametrize(
    "kind",
    [kind for kind in Event.__subclasses__() if kind not in (WallboardChanged, BrowserSignedOut)],
    ids=lambda kind: kind.name,
)
def test_no_event_is_overlooked(kind):
    changes = Changes()
    changes.add(as_published(kind))
    assert noted(changes)


def test_a_changed_wallboard_is_the_wallboards_own_matter():
    changes, of_boards = Changes(), BoardChanges()
    changes.add(as_published(WallboardChanged))
    assert not noted(changes)
    assert of_boards.add(as_published(WallboardChanged))
    assert of_boards.settings


def test_a_signed_out_browser_changes_nothing_that_is_shown():
    event = as_published(BrowserSignedOut)
    changes = Changes()
    changes.add(event)
    assert not noted(changes)
    assert not BoardChanges().add(event)


def test_an_event_of_a_newer_version_is_about_nothing():
    changes = Changes()
    changes.add({"name": "weather.changed", "company_id": "company", "data": {}})
    assert not noted(changes)


def test_why_an_alert_was_taken_away_is_kept():
    changes = Changes()
    data = {"offer_id": "o", "version": 2, "why": "unavailable", "winner_id": None}
    changes.add({"name": "offer.withdrawn", "company_id": "company", "data": data})
    later = Changes()
    later.merge(changes)
    assert (later.offers, later.withdrawn) == ({"o"}, {"o": "unavailable"})


def test_changes_that_could_not_be_pushed_are_taken_over():
    earlier, later = Changes(requests={"a"}, since=1.0), Changes(requests={"b"}, since=2.0)
    later.merge(earlier)
    assert later.requests == {"a", "b"}
    assert later.since == 1.0
