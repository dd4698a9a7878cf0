"""What an agent sees: alerts to answer once, sessions to serve, rows whose alert was missed."""

from typing import Any

from config.replay import desk_sight
from config.replay.desk_sight import DeskSight


def request(number: int = 1, state: str = "waiting", version: int = 1, mine: bool = False) -> Any:
    return {
        "id": f"r{number}",
        "question": f"q{number}",
        "state": state,
        "version": version,
        "mine": mine,
    }


def offer(number: int = 1, state: str = "ringing") -> Any:
    return {"id": f"o{number}", "state": state, "request": request(number)}


def session(number: int = 1, state: str = "active") -> Any:
    return {"id": f"s{number}", "state": state, "request": request(number)}


def snapshot(**parts: Any) -> Any:
    return {"requests": [], "offers": [], "sessions": [], **parts}


def test_an_alert_is_taken_once_however_often_it_is_told():
    sight = DeskSight()
    sight.told("offer_row", offer())
    alert = sight.take_alert()
    sight.told("offer_row", offer())
    sight.told("snapshot", snapshot(offers=[offer()]))

    assert alert is not None
    assert (alert.offer_id, alert.request_id) == ("o1", "r1")
    assert sight.take_alert() is None


def test_an_alert_that_went_away_is_not_answered():
    sight = DeskSight()
    sight.told("offer_row", offer())
    sight.told("offer_closed", {"offer_id": "o1"})

    assert sight.take_alert() is None


def test_a_session_lasts_until_it_has_ended_on_either_side():
    sight = DeskSight()
    sight.told("session_row", session(1))
    sight.told("session_row", session(2))
    sight.told("session_row", session(1, "ended"))
    sight.ended("s2")
    sight.told("session_row", session(2))

    assert sight.talks() == []


def test_a_snapshot_replaces_what_was_seen_before():
    sight = DeskSight()
    sight.told("offer_row", offer(1))
    sight.told("snapshot", snapshot(offers=[offer(2)], sessions=[session(3)]))

    alert = sight.take_alert()
    assert alert is not None
    assert alert.offer_id == "o2"
    assert [talk.session_id for talk in sight.talks()] == ["s3"]


def test_a_row_is_missed_when_it_has_waited_long_with_nothing_ringing(monkeypatch):
    sight = DeskSight()
    sight.told("request_row", request())
    assert sight.missed_row() is None

    monkeypatch.setattr(desk_sight, "MISSED_S", -1.0)
    missed = sight.missed_row()
    assert missed is not None
    assert missed.request_id == "r1"

    sight.told("request_row", request(state="offered", version=2))
    assert sight.missed_row() is None


def test_who_stands_in_the_agents_own_line_is_remembered_until_they_are_served():
    sight = DeskSight()
    sight.promised("r1")
    sight.told("request_gone", {"request_id": "r1", "reason": "accepted"})
    assert sight.has_own_line()

    sight.told("session_row", session(1))
    assert not sight.has_own_line()


def test_who_leaves_the_agents_own_line_is_forgotten():
    sight = DeskSight()
    sight.promised("r1")
    sight.told("request_gone", {"request_id": "r1", "reason": "abandoned"})

    assert not sight.has_own_line()
