"""Calls of a file become requests of history, as far as something true can be said of them."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from config.import_calls import history as past
from config.import_calls.history import History, history_of
from config.import_calls.made_id import first_id, second_id
from config.import_calls.wall_clock import WallClock
from config.replay.calls import NOBODY, Call, Oddity, Rejected
from tests.unit.config.replay.rows import AT_ONCE, HUNG_UP, NOT_SERVED, call_file, row

PARIS = ZoneInfo("Europe/Paris")
COMPANY = "0190a000-0000-7000-8000-000000000001"


def history(*lines: str, zone: ZoneInfo = PARIS, company: str = COMPANY) -> History:
    file = call_file(*lines)
    each: list[Call | Rejected] = [*file.calls, *file.rejected]
    rows = sorted(each, key=lambda one: one.line)
    return history_of(rows, company, WallClock(zone))


def milliseconds(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1_000)


def test_an_answered_call_waits_as_long_as_the_file_says_and_is_served_as_long_as_it_says():
    (call,) = history(row()).calls

    assert call.posted_at == milliseconds("1999-02-01T08:19:47+01:00")
    assert call.answered_at == milliseconds("1999-02-01T08:20:21+01:00")
    assert call.closed_at == milliseconds("1999-02-01T08:22:05+01:00")
    assert (call.type, call.agent, call.customer) == ("PS", "MICHAL", "48178511")


def test_a_call_that_was_hung_up_is_abandoned_when_its_patience_ended():
    (call,) = history(row(**HUNG_UP)).calls

    assert call.answered_at is None
    assert call.agent is None
    assert call.closed_at - call.posted_at == 34_000


def test_who_was_served_yet_hung_up_has_hung_up():
    (call,) = (told := history(row(outcome="HANG", server="NO_SERVER"))).calls

    assert call.answered_at is None
    assert told.oddities == {Oddity.SERVED_YET_HUNG_UP.value: [2]}


def test_who_was_answered_by_nobody_was_answered_by_an_agent_of_that_name():
    (call,) = (told := history(row(server="NO_SERVER"))).calls

    assert call.agent == NOBODY
    assert told.oddities == {Oddity.ANSWERED_BY_NOBODY.value: [2]}


def test_an_answer_without_a_service_is_one_of_no_length():
    (call,) = history(row(**{**NOT_SERVED, "server": "MICHAL"})).calls

    assert call.answered_at == call.closed_at


def test_noise_and_those_who_left_in_the_menu_are_counted_and_not_imported():
    told = history(row(outcome="PHANTOM"), row(**HUNG_UP, **AT_ONCE), row(call_id="7"))

    assert len(told.calls) == 1
    assert told.skipped == Counter({past.PHANTOM: 1, past.LEFT_IN_MENU: 1})


def test_a_row_that_stands_twice_is_imported_once():
    told = history(row(), row())

    assert len(told.calls) == 1
    assert told.skipped[past.REPEATED] == 1


def test_two_rows_of_one_call_that_disagree_are_not_both_believed():
    told = history(row(), row(ser_time="105", ser_exit="8:22:05"))

    assert len(told.calls) == 1
    assert [(one.line, one.reason) for one in told.rejected] == [(3, past.CONTRADICTION)]


def test_names_that_cannot_be_are_refused_by_their_line():
    told = history(row(type="P S"), row(server="\x1b[2J"), row(date="691231"))

    assert [one.line for one in told.rejected] == [2, 3, 4]
    assert told.calls == []


def test_an_identifier_a_spreadsheet_has_spoilt_names_nobody():
    assert history(row(customer_id="6.02701E+11")).calls[0].customer == ""


def test_the_same_agent_in_small_letters_is_the_same_agent():
    assert history(row(), row(call_id="9", server="Michal")).agents == ["MICHAL"]


def test_a_service_dated_long_before_the_wait_was_over_begins_when_it_was_over():
    told = history(row(ser_start="8:20:00", ser_exit="8:21:44"))

    assert told.oddities == {past.SERVED_EARLY: [2]}
    assert told.calls[0].answered_at == milliseconds("1999-02-01T08:20:21+01:00")


def test_a_call_has_the_same_identifiers_at_every_import_and_in_every_zone():
    (here,) = history(row()).calls
    (there,) = history(row(), zone=ZoneInfo("Asia/Tokyo")).calls

    assert first_id(here.shown_at, here.digest) == first_id(there.shown_at, there.digest)
    assert here.posted_at != there.posted_at


def test_calls_of_two_companies_are_two_calls():
    (here,) = history(row()).calls
    (there,) = history(row(), company=COMPANY.replace("1", "2")).calls

    assert first_id(here.shown_at, here.digest) != first_id(there.shown_at, there.digest)


def test_identifiers_are_shaped_like_those_of_the_product():
    (call,) = history(row()).calls

    for made in (first_id(call.shown_at, call.digest), second_id(call.shown_at, call.digest)):
        assert len(made) == 32
        assert made[12] == "7"
        assert made[16] in "89ab"
        assert int(made[:12], 16) == call.shown_at


def test_a_day_of_23_hours_and_one_of_25_keep_every_second():
    clock = WallClock(PARIS)
    spring, autumn, day = date(1999, 3, 28), date(1999, 10, 31), 24 * 3_600

    assert clock.moment(spring, day) - clock.moment(spring, 0) == 23 * 3_600_000
    assert clock.moment(autumn, day) - clock.moment(autumn, 0) == 25 * 3_600_000
    assert clock.moment(autumn, 2 * 3_600) == milliseconds("1999-10-31T02:00:00+02:00")


def test_an_island_that_moves_its_clocks_by_half_an_hour_is_read_right():
    clock = WallClock(ZoneInfo("Australia/Lord_Howe"))
    spring, day = date(1999, 10, 31), 24 * 3_600

    assert clock.moment(spring, day) - clock.moment(spring, 0) == round(23.5 * 3_600_000)


def test_a_call_after_midnight_is_of_the_next_morning():
    late = {"vru_entry": "23:59:50", "q_start": "0:00:10", "q_exit": "0:00:20", "q_time": "10",
            "ser_start": "0:00:20", "ser_exit": "0:02:04"}  # fmt: skip
    (call,) = history(row(**late)).calls

    posted = datetime.fromtimestamp(call.posted_at / 1_000, UTC).astimezone(PARIS)
    assert posted.isoformat() == "1999-02-02T00:00:10+01:00"
    assert call.day == date(1999, 2, 1)
