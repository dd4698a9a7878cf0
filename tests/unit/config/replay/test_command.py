"""The command says plainly what it cannot do."""

from datetime import date

import pytest
from click.testing import CliRunner, Result

from config.replay.calls import read_calls
from config.replay.command import replay


def ran(*arguments: object) -> Result:
    return CliRunner().invoke(replay, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_it_writes_a_made_up_day(tmp_path):
    file = tmp_path / "day.tsv"

    result = ran("--generate", 30, "--seed", 5, "--from", "9:00", "--to", "11:00", file)

    assert result.exit_code == 0, result.output
    offered = [call for call in read_calls(file).of(date(1999, 2, 1)) if call.is_offered]
    assert len(offered) == 30


def test_a_file_that_is_not_there_is_named():
    result = ran("none.tsv")

    assert result.exit_code == 1
    assert "none.tsv: No such file" in result.output


def test_a_day_that_the_file_has_not_is_told_with_those_it_has(tmp_path):
    file = tmp_path / "day.tsv"
    ran("--generate", 10, file)

    result = ran(file, "--day", "1999-02-05")

    assert result.exit_code == 1
    assert "days in day.tsv: 1999-02-01" in result.output


@pytest.mark.parametrize("wrong", ["9", "9:5", "24:60", "noon"])
def test_a_time_that_is_none_is_refused(wrong: str):
    assert ran("day.tsv", "--from", wrong).exit_code == 2


def test_a_speed_of_nothing_is_refused():
    assert ran("day.tsv", "--speed", "0").exit_code == 2
