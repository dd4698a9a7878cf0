"""`guichet export` says of each day what became of it, in one line, and ends with a code that fits."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import OperationalError

from config.export_command import export
from routing.database import Database
from routing.errors import DatabaseBusy, DatabaseReadOnly
from tests.integration.exports.export_scene import ExportScene


@pytest.fixture
def scene(scene: ExportScene, monkeypatch: pytest.MonkeyPatch) -> ExportScene:
    """The same, found by the settings of a command."""
    monkeypatch.setenv("GUICHET_VAR_DIR", str(scene.settings.var_dir))
    monkeypatch.setenv("GUICHET_DATABASE_URL", scene.settings.database_url)
    return scene


def run(*options: str) -> Result:
    return CliRunner().invoke(export, options)


def test_a_day_is_written_and_the_second_time_it_is_said_to_be_there(scene: ExportScene):
    first, second = run("--date", "1999-02-01"), run("--date", "1999-02-01", "--company", "bank")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("1999-02-01  written: 4 files")
    assert "was there already, written at" in second.output


def test_a_range_is_a_day_after_the_other(scene: ExportScene):
    result = run("--from", "1999-01-31", "--to", "1999-02-02")

    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.output.splitlines()] == [
        ["1999-01-31", "written:"],
        ["1999-02-01", "written:"],
        ["1999-02-02", "written:"],
    ]


def test_a_folder_that_is_not_there_is_named(
    scene: ExportScene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("GUICHET_EXPORT_DIR", str(tmp_path / "usb"))

    result = run("--date", "1999-02-01")

    assert result.exit_code == 1
    assert result.output == (
        f"1999-02-01  failed: the export folder is not there ({tmp_path / 'usb'})\n"
    )


def test_a_database_that_cannot_be_written_is_a_line_for_each_day(
    scene: ExportScene, monkeypatch: pytest.MonkeyPatch
):
    refusals = iter(
        [DatabaseBusy(), DatabaseReadOnly(), OperationalError("UPDATE …", {}, Exception("gone"))]
    )
    run_it = Database.run

    def refusing(database: Database, *asked: Any) -> Any:
        if refusal := next(refusals, None):
            raise refusal
        return run_it(database, *asked)

    monkeypatch.setattr(Database, "run", refusing)

    result = run("--from", "1999-01-30", "--to", "1999-02-02")

    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[:3] == [
        "1999-01-30  failed: the database is busy or does not answer",
        "1999-01-31  failed: the database cannot be written to",
        "1999-02-01  failed: the database refused ((builtins.Exception) gone)",
    ]
    assert len(lines) == 4
    assert lines[3].startswith("1999-02-02  written")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "give either --date, or --from and --to"),
        (("--date", "1999-02-01", "--from", "1999-02-01"), "give either"),
        (("--from", "1999-02-02", "--to", "1999-02-01"), "it is reversed"),
        (("--from", "1950-01-01", "--to", "1999-12-31"), "too many at once"),
        (("--from", "1999-02-01"), "--from needs --to"),
        (("--to", "1999-02-01"), "--to needs --from"),
        (("--date", "yesterday"), "is no day like"),
        (("--date", "1999-02-30"), "is no day like"),
        (("--date", "2150-01-01"), "the day is not over"),
        (("--date", "1969-12-31"), "days are exported from 1970-01-01 on"),
        (("--date", "0001-01-01"), "days are exported from 1970-01-01 on"),
        (("--date", "1999-02-01", "--company", "shop"), "there is no company 'shop'"),
    ],
)
def test_what_cannot_be_exported_is_answered(
    scene: ExportScene, options: tuple[str, ...], why: str
):
    result = run(*options)

    assert result.exit_code != 0
    assert why in result.output
    assert scene.slots() == []
