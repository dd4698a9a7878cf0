"""CSV files that were kept before reports had other files are still there after the upgrade."""

import gzip

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from routing import migrate
from routing.actions import report_files
from routing.database import Database
from routing.identifiers import new_id
from tests.builders import a_company
from tests.migrated import KINDS

BEFORE = "0003"
DATA = gzip.compress(b"queue\r\n", mtime=0)


@pytest.fixture(params=KINDS)
def url(request, tmp_path):
    """A database as it was before."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'guichet.db'}"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    command.upgrade(migrate.configuration(url), BEFORE)
    return url


def kept_before(url, company_id) -> str:
    """A run with its file; its id."""
    run = {"run": new_id(), "company": company_id, "data": DATA}
    if url.startswith("sqlite"):
        run |= {name: str(run[name]).replace("-", "") for name in ("run", "company")}
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO report_run (company_id, id, kind, parameters, fingerprint, state, progress,"
                " problem_code, problem_data, asked_at, finished_at)"
                " VALUES (:company, :run, 'sessions', '{}', '', 'done', 100, '', '{}', 1, 5)"
            ),
            run,
        )
        connection.execute(
            text(
                "INSERT INTO report_file (company_id, run_id, name, rows, data)"
                " VALUES (:company, :run, 'sessions.csv', 0, :data)"
            ),
            run,
        )
    engine.dispose()
    return str(run["run"])


def test_a_file_that_was_kept_is_the_runs_csv_file(url):
    before = Database(url)
    company_id = a_company(before)
    run_id = kept_before(url, company_id)

    migrate.upgrade(url)

    with before.reading(company_id) as reading:
        file = report_files.done(reading, run_id, "csv")
        assert (file.name, file.data, file.asked_at, file.finished_at) == (
            "sessions.csv",
            DATA,
            5,
            5,
        )
        assert len(report_files.of_run(reading, run_id)) == 1
    before.dispose()
