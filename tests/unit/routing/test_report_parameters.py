"""What may be asked of a report, and the clear answers to what may not."""

from datetime import date

import pytest

from routing.errors import InvalidInput
from routing.identifiers import new_id
from routing.report_parameters import KINDS, TEXT_FIELDS, checked

TODAY = date(2026, 11, 20)


def refused(kind="call_volume", **given):
    with pytest.raises(InvalidInput) as error:
        checked(kind, {name.rstrip("_"): value for name, value in given.items()}, TODAY)
    return error.value.data["field"], error.value.data["reason"]


def test_a_question_without_a_range_is_about_today():
    for kind in KINDS:
        found = checked(kind, {}, TODAY)
        assert (found["from"], found["to"]) == ("2026-11-20", "2026-11-20")


def test_the_same_question_has_one_form_however_it_is_written():
    one, other = new_id(), new_id()
    plain = checked("call_volume", {"queues": [one, other]}, TODAY)
    odd = checked("call_volume", {"zone": None, "queues": [other.upper(), one, other]}, TODAY)
    assert plain == odd


def test_ranges_that_make_no_sense_are_refused():
    assert refused(from_="2026-11-02", to="2026-11-01") == ("to", "range_reversed")
    assert refused(from_="1976-01-01", to="2026-01-01") == ("to", "range_too_long")
    assert checked("sessions", {"from": "2021-11-20", "to": "2026-11-20"}, TODAY)
    for nonsense in (
        "2026-02-30",
        "20261120",
        "yesterday",
        "",
        5,
        None,
        "1066-10-14",
        "9999-12-31",
    ):
        assert refused(from_=nonsense) == ("from", "not_a_day")


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../../etc/passwd", "Europe", "", 7, "a\0b"])
def test_unknown_zones_are_refused(zone):
    assert refused(zone=zone) == ("zone", "unknown_zone")


def test_unknown_values_and_fields_are_refused():
    assert refused("weather") == ("kind", "unknown_value")
    assert refused(by="moon") == ("by", "unknown_value")
    assert refused(by=["queue"]) == ("by", "unknown_value")
    assert refused(agents=[new_id()]) == ("agents", "unknown_field")
    assert refused(queues=["1 OR 1=1"]) == ("queues", "unknown_value")
    assert refused(queues="all") == ("queues", "unknown_value")
    assert refused("sessions", fields=["password"]) == ("fields", "unknown_value")
    assert refused("sessions", fields=[["notes"]]) == ("fields", "unknown_value")
    assert refused("sessions", sort="began_at; DROP TABLE session") == ("sort", "unknown_value")
    assert refused("sessions", descending="yes") == ("descending", "unknown_value")


def test_what_is_too_long_is_refused():
    assert refused("sessions", text="x" * 201) == ("text", "too_long")
    assert refused(zone="x" * 61) == ("zone", "too_long")
    assert refused(queues=[new_id() for _ in range(1_001)]) == ("queues", "too_long")


def test_no_chosen_field_means_every_field():
    assert checked("sessions", {"fields": []}, TODAY)["fields"] == list(TEXT_FIELDS)
