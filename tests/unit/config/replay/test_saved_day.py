"""A played day is kept in a file, to be compared again later."""

import json

import pytest

from config.replay.run_mark import RunMark
from config.replay.saved_day import SavedDay, SavedDayError, load, save
from tests.unit.config.replay.seen import abandoned, answered


def test_what_is_saved_is_read_back(tmp_path):
    day = SavedDay(RunMark("cafe"), "1999-02-01", 120.0, ("DORIT",), (answered(1), abandoned(2)))

    save(day, tmp_path / "day.json")

    assert load(tmp_path / "day.json") == day
    assert json.loads((tmp_path / "day.json").read_text())["summary"]["answered"] == 1


@pytest.mark.parametrize("text", ["", "[]", '{"mark": "cafe"}'])
def test_another_file_is_refused(tmp_path, text: str):
    (tmp_path / "day.json").write_text(text)

    with pytest.raises(SavedDayError, match="is not a saved day"):
        load(tmp_path / "day.json")
