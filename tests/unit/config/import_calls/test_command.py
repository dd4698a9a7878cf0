"""`guichet import-calls` answers in one line what is wrong, and then has written nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func
from sqlmodel import select

from config.import_calls.command import import_calls
from config.replay.calls import COLUMNS
from routing.database import ALL_COMPANIES, Database
from routing.tables import Request
from tests.builders import a_company
from tests.migrated import migrated_url
from tests.unit.config.replay.rows import HUNG_UP, row

HEADER = "\t".join(COLUMNS)
Run = Callable[..., Result]


@pytest.fixture
def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Database:
    url = migrated_url(request, "sqlite", tmp_path)
    monkeypatch.setenv("GUICHET_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_DATABASE_URL", url)
    database = Database(url)
    a_company(database, slug="bank", time_zone="Europe/Paris")
    return database


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Run:
    def run(content: bytes | str | None, *options: str) -> Result:
        file = tmp_path / "calls.tsv"
        if content is not None:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(import_calls, [str(file), *options])

    return run


def requests(database: Database) -> int:
    with database.reading(ALL_COMPANIES) as reading:
        return reading.session.scalar(select(func.count()).select_from(Request)) or 0


def test_it_says_what_came_of_each_row(run: Run, database: Database):
    file = f"{HEADER}\n{row()}\n{row(call_id='2', **HUNG_UP)}\n{row(outcome='PHANTOM')}\nnonsense\n"

    result = run(file)

    assert result.exit_code == 0
    assert "2  requests: 1 answered, 1 abandoned" in result.output
    assert "1  phantom" in result.output
    assert "1 columns instead of 17: line 5" in result.output
    assert requests(database) == 2


def test_a_dry_run_writes_nothing(run: Run, database: Database):
    result = run(f"{HEADER}\n{row()}\n", "--dry-run")

    assert result.exit_code == 0
    assert "would be imported          1  of 1 calls" in result.output
    assert requests(database) == 0


def test_a_second_time_everything_is_there_already(run: Run, database: Database):
    run(f"{HEADER}\n{row()}\n")

    result = run(None)

    assert "already there              1" in result.output
    assert requests(database) == 1


def test_a_file_with_windows_line_breaks_and_a_mark_in_front_is_read(run: Run, database: Database):
    run(f"\ufeff{HEADER}\r\n{row()}\r\n")

    assert requests(database) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "No such file or directory"),
        ("", "it is empty"),
        (f"{HEADER}\n", "it has a header and no calls"),
        ("a\tb\n1\t2\n", "its first line is not"),
        (f"{HEADER}\n{row()}\n{row(call_id='2')[:60]}", "may have been cut off"),
        (f"{HEADER}\n{row()}\n{row(call_id='2')[:-2]}", "may have been cut off"),
        (f"{HEADER}\n{row()}\n{row(server='é')}\n".encode("latin-1"), "line 3 is not UTF-8"),
        (f"{HEADER}\n{row()}\n".encode("utf-16"), "may be UTF-16"),
        (f"{HEADER}\n{row(outcome='PHANTOM')}\n", "none of its rows is a call"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "not UTF-8"),
        ("x" * 300_000 + "\n", "its first line is not"),
        (
            HEADER + "\n" + "".join(row(type=f"T{n}", call_id=str(n)) + "\n" for n in range(99)),
            "99 types",
        ),
    ],
)
def test_what_is_no_whole_file_of_calls_is_refused_in_one_line(
    run: Run, database: Database, content: bytes | str | None, why: str
):
    result = run(content)

    assert result.exit_code == 1
    assert why in result.output
    assert "Nothing was imported" in result.output
    assert len(result.output.splitlines()) == 1
    assert requests(database) == 0


def test_a_folder_is_no_file(tmp_path: Path, database: Database):
    result = CliRunner().invoke(import_calls, [str(tmp_path)])

    assert result.exit_code == 1
    assert "Is a directory" in result.output


def test_a_company_that_is_not_there_is_answered_with_those_that_are(run: Run):
    result = run(f"{HEADER}\n{row()}\n", "--company", "shop")

    assert result.exit_code == 1
    assert "there is no company 'shop'; there are: bank" in result.output


def test_of_several_companies_one_has_to_be_named(run: Run, database: Database):
    a_company(database, slug="other")

    result = run(f"{HEADER}\n{row()}\n")

    assert result.exit_code == 1
    assert "name one" in result.output
