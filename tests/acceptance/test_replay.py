"""`guichet replay`: a day played by public interfaces, and the database agrees to the call."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from config.replay.calls import read_calls
from config.replay.plan import Plan, Window, plan_day
from tests.acceptance.replays import LIMIT_S, SPEED, Run, finished, made_up_day, replaying
from tests.running import RunningGuichet, running_guichet
from tests.waiting import wait_until

DAY = date(1999, 2, 1)
BANK = Path(__file__).parents[3] / "shared" / "data" / "bank_calls_1999-02-01_14.tsv"
KILLED_LIMIT_S = 250.0
TEST_LIMIT_S = 600


def planned(file: Path, window: Window | None = None) -> Plan:
    return plan_day(DAY, read_calls(file).of(DAY), window)


def in_database(guichet: RunningGuichet, mark: str) -> Counter[str]:
    """The run's requests by state, asked of the database in SQL."""
    with closing(sqlite3.connect(guichet.var_dir / "guichet.db")) as connection:
        query = "SELECT state, count(*) FROM request WHERE question LIKE ? GROUP BY state"
        return Counter(dict(connection.execute(query, (f"Replay {mark}: %",))))


def requests_so_far(guichet: RunningGuichet) -> int:
    with closing(sqlite3.connect(guichet.var_dir / "guichet.db")) as connection:
        query = "SELECT count(*) FROM request WHERE question LIKE 'Replay %'"
        return int(connection.execute(query).fetchone()[0])


def check_figures(run: Run, plan: Plan, guichet: RunningGuichet, *, killed: bool = False) -> None:
    """Who was answered in the file is answered; the rest hung up, or were answered before.

    Where nothing was killed, whoever gained room was asked at once: nobody looked into the list.
    """
    summary = run.saved["summary"]
    assert run.code == 0, run.output
    assert "the database agrees with all" in run.output
    assert summary["offered"] == plan.file.offered == len(plan.callers)
    assert summary["answered"] >= plan.file.answered
    assert summary["answered"] + summary["abandoned"] == summary["offered"]
    assert sum(agent["served"] for agent in summary["agents"]) == summary["answered"]
    assert killed or summary["from_list"] == 0
    assert in_database(guichet, run.saved["mark"]) == Counter(
        closed=summary["answered"], abandoned=summary["abandoned"]
    )


@pytest.fixture(scope="module")
def hour(guichet: RunningGuichet, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A made-up hour, played once for the tests below."""
    folder = tmp_path_factory.mktemp("hour")
    day, file = made_up_day(folder, 40, seed=11), folder / "summary.json"
    return finished(replaying(guichet, day, "--speed", SPEED, "--summary", file), file)


@pytest.mark.feature("ROUT-03")
def test_a_made_up_hour_is_played_and_the_database_agrees(guichet, hour, tmp_path):
    check_figures(hour, planned(made_up_day(tmp_path, 40, seed=11)), guichet)


def test_the_summary_is_printed_for_people(hour):
    for line in ("preparing accounts", "offered", "wait until answered, mean", "Agents"):
        assert line in hour.output


def test_a_saved_day_is_compared_again_and_a_difference_is_named(guichet, hour, tmp_path):
    again = finished(replaying(guichet, "--check", hour.file), hour.file)
    assert (again.code, "the database agrees" in again.output) == (0, True)

    changed = hour.saved
    call = next(call for call in changed["calls"] if call["answers"])
    call["answers"] = []
    (tmp_path / "changed.json").write_text(json.dumps(changed))
    differs = finished(replaying(guichet, "--check", tmp_path / "changed.json"), hour.file)
    assert differs.code == 1
    assert f"call {call['call_id']}" in differs.output


@pytest.mark.skipif(not BANK.exists(), reason="the bank's call file is not on this machine")
def test_ten_minutes_of_the_banks_real_day_are_played(guichet, tmp_path):
    file = tmp_path / "summary.json"
    options = ("--day", DAY, "--from", "10:00", "--to", "10:10", "--speed", "120")

    run = finished(replaying(guichet, BANK, *options, "--summary", file), file)

    check_figures(run, planned(BANK, Window(10 * 3600, 10 * 3600 + 600)), guichet)


@pytest.mark.timeout(TEST_LIMIT_S)
@pytest.mark.feature("ROUT-15", "ROUT-19")
def test_web_and_worker_killed_in_the_middle_do_not_break_the_count(tmp_path):
    day, file = made_up_day(tmp_path, 30, seed=23), tmp_path / "summary.json"
    with running_guichet(tmp_path / "own") as guichet:
        process = replaying(guichet, day, "--speed", SPEED, "--summary", file)
        wait_until(lambda: requests_so_far(guichet) >= 8, LIMIT_S, "the first calls")
        guichet.kill("web")
        wait_until(lambda: requests_so_far(guichet) >= 16, LIMIT_S, "calls after the web process")
        guichet.kill("worker")

        check_figures(finished(process, file, KILLED_LIMIT_S), planned(day), guichet, killed=True)
