"""A call file is read row by row: what happened, what did not, and what cannot have."""

import csv
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from config.replay.calls import CallFileError, Oddity, Outcome, parse_calls, read_calls
from tests.unit.config.replay.rows import AT_ONCE, HUNG_UP, NOT_SERVED, call_file, row

SHARED = Path(__file__).parents[5] / "shared" / "data" / "bank_calls_1999-02-01_14.tsv"


def test_a_call_that_waits_entered_the_line_when_its_wait_began():
    (call,) = call_file(row()).calls

    assert call.entered == 8 * 3600 + 19 * 60 + 47
    assert (call.queue_time, call.handling, call.agent) == (34, 104, "MICHAL")
    assert (call.day, call.outcome, call.oddities) == (date(1999, 2, 1), Outcome.ANSWERED, ())


def test_a_call_answered_at_once_entered_the_line_when_its_service_began():
    (call,) = call_file(row(**AT_ONCE)).calls

    assert call.entered == call.answered == 8 * 3600 + 20 * 60 + 20


def test_who_hangs_up_in_the_menu_was_never_offered():
    (call,) = call_file(row(**HUNG_UP, **AT_ONCE)).calls

    assert call.entered is None
    assert not call.is_offered


def test_who_hangs_up_in_the_very_second_of_entering_the_line_was_offered():
    at_once = {"q_exit": "8:19:47", "q_time": "0"}
    (call,) = call_file(row(**HUNG_UP, **at_once)).calls

    assert call.is_offered
    assert call.queue_time == 0


def test_a_phantom_is_not_offered():
    assert not call_file(row(outcome="PHANTOM")).calls[0].is_offered


def test_a_call_over_midnight_belongs_to_the_day_it_began():
    late = {"vru_entry": "23:59:50", "q_start": "23:59:55", "q_exit": "0:00:40", "q_time": "45",
            "ser_start": "0:00:41", "ser_exit": "0:02:25"}  # fmt: skip
    (call,) = call_file(row(**late)).calls

    assert call.answered == 24 * 3600 + 41
    assert call.oddities == ()


@pytest.mark.parametrize(
    ("changes", "oddity"),
    [
        ({"vru_time": "-57"}, Oddity.NEGATIVE_MENU_TIME),
        ({"server": "NO_SERVER"}, Oddity.ANSWERED_BY_NOBODY),
        ({**NOT_SERVED, "server": "MICHAL"}, Oddity.ANSWERED_WITHOUT_SERVICE),
        ({"outcome": "HANG"}, Oddity.SERVED_YET_HUNG_UP),
        ({"q_time": "35"}, Oddity.TIMES_DISAGREE),
    ],
)
def test_a_row_that_cannot_be_so_is_kept_and_marked(changes: dict[str, str], oddity: Oddity):
    (call,) = call_file(row(**changes)).calls

    assert call.oddities == (oddity,)


def test_an_answer_without_wait_or_service_entered_the_line_when_it_left_the_menu():
    (call,) = call_file(row(**AT_ONCE, **{**NOT_SERVED, "server": "MICHAL"})).calls

    assert call.entered == 8 * 3600 + 19 * 60 + 47


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"outcome": "LOST"}, "outcome 'LOST' is unknown"),
        ({"date": "990231"}, "date '990231' is not YYMMDD"),
        ({"q_start": "8.19.47"}, "q_start '8.19.47' is not h:mm:ss"),
        ({"vru_entry": "25:00:00"}, "vru_entry '25:00:00' is no time of day"),
        ({"ser_time": "-5"}, "ser_time -5 is negative"),
        ({"priority": "high"}, "priority 'high' is not a number"),
    ],
)
def test_a_row_that_is_no_call_is_listed_with_its_line(changes: dict[str, str], reason: str):
    file = call_file(row(), row(**changes))

    assert len(file.calls) == 1
    assert [(rejected.line, rejected.reason) for rejected in file.rejected] == [(3, reason)]


def test_a_row_cut_off_in_the_middle_is_listed():
    assert call_file(row()[:40]).rejected[0].reason.endswith("columns instead of 17")


def test_a_file_of_something_else_is_refused(tmp_path):
    with pytest.raises(CallFileError, match="its first line is not"):
        parse_calls(["name,age", "x,1"])
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(CallFileError, match="not text"):
        read_calls(picture)


@pytest.mark.skipif(not SHARED.exists(), reason="the bank's call file is not on this machine")
def test_the_banks_own_file_is_counted_as_an_independent_query_counts_it():
    file = read_calls(SHARED)
    table = _as_table(SHARED)

    assert file.rejected == ()
    assert len(file.calls) == _one(table, "SELECT count(*) FROM calls")
    for day in file.days:
        text = day.strftime("%y%m%d")
        offered = [call for call in file.of(day) if call.is_offered]
        answered = [call for call in offered if call.outcome is Outcome.ANSWERED]
        where = f"FROM calls WHERE date = '{text}' AND outcome"
        assert len(answered) == _one(table, f"SELECT count(*) {where} = 'AGENT'")
        entered = f"{where} = 'HANG' AND q_start <> '0:00:00'"
        assert len(offered) - len(answered) == _one(table, f"SELECT count(*) {entered}")
        assert sum(call.queue_time for call in offered) == _one(
            table, f"SELECT sum(q_time) {where} <> 'PHANTOM'"
        )
        assert sum(call.handling for call in answered) == _one(
            table, f"SELECT sum(ser_time) {where} = 'AGENT'"
        )


def _as_table(path: Path) -> sqlite3.Connection:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    connection = sqlite3.connect(":memory:")
    names = ", ".join(f'"{name}"' for name in rows[0])
    connection.execute(f"CREATE TABLE calls ({names})")
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO calls VALUES ({marks})", [list(r.values()) for r in rows])
    return connection


def _one(table: sqlite3.Connection, query: str) -> int:
    return int(table.execute(query).fetchone()[0])
