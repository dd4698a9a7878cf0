"""A made-up year is the same for the same seed, and every row of it is a call."""

from pathlib import Path

from config.replay.calls import read_calls
from tests.bench.generated_year import DAYS, write_year


def test_a_year_has_so_many_calls_that_enter_the_line_and_none_that_cannot_be_read(tmp_path: Path):
    write_year(tmp_path / "year.tsv", 1_000)

    file = read_calls(tmp_path / "year.tsv")

    assert file.rejected == ()
    assert sum(call.is_offered for call in file.calls) == 1_000
    assert len(file.days) == DAYS


def test_the_same_seed_gives_the_same_year(tmp_path: Path):
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write_year(tmp_path / name, 730, seed)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").read_bytes() != (tmp_path / "three").read_bytes()
