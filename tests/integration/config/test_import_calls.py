"""A file of calls becomes history in the database: all of it, once, and nothing half."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from config import demonstration
from config.company_choice import ChosenCompany, choose
from config.import_calls import writing
from config.import_calls.places import NO_PASSWORD
from config.import_calls.reading import read_history
from config.import_calls.standing import standing_of
from config.import_calls.wall_clock import WallClock
from config.import_calls.writing import Written
from config.replay.calls import COLUMNS
from config.replay.generated_day import generate
from config.settings import Settings
from routing import migrate
from routing.actions import accounts
from routing.database import ALL_COMPANIES, Database
from routing.tables import (
    Account,
    AgentState,
    Portal,
    Queue,
    Request,
    SealedDay,
    Session,
)
from tests.builders import a_company, an_agent
from tests.unit.config.replay.rows import HUNG_UP, row

DAY = date(1999, 2, 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "calls.tsv"
    path.write_text(generate(300, 7, DAY), encoding="utf-8")
    return path


def import_file(database: Database, company: ChosenCompany, file: Path) -> Written:
    history = read_history(file, company.id, WallClock(company.zone), lambda _: None)
    return writing.write_history(database, company, history, lambda _: None)


def of_lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["\t".join(COLUMNS), *lines, ""]), encoding="utf-8")
    return path


def number_of(database: Database, table: type[SQLModel]) -> int:
    with database.reading(ALL_COMPANIES) as reading:
        return reading.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_call_becomes_a_request_and_every_answered_one_a_session(
    database: Database, company: ChosenCompany, file: Path
):
    written = import_file(database, company, file)

    assert written.requests == number_of(database, Request)
    assert written.sessions == number_of(database, Session)
    assert written.stretches == number_of(database, AgentState)
    with database.reading(company.id) as reading:
        rows = reading.session.execute(
            select(Request, Session).outerjoin(Session, col(Session.request_id) == col(Request.id))
        ).all()
    for request, session in rows:
        assert (request.state == "closed") == (session is not None)
        if session is not None:
            assert request.accepted_at == session.began_at
            assert session.began_at <= (session.ended_at or 0)
            assert session.ended_at == request.closed_at
        assert request.posted_at <= (request.closed_at or 0)


def test_importing_again_changes_nothing(database: Database, company: ChosenCompany, file: Path):
    import_file(database, company, file)
    tables = (Request, Session, AgentState, Account, Queue, Portal)
    before = [number_of(database, table) for table in tables]

    again = import_file(database, company, file)

    assert again == Written(0, 0, 0)
    assert [number_of(database, table) for table in tables] == before


def test_a_file_that_holds_more_adds_only_what_is_new(
    database: Database, company: ChosenCompany, tmp_path: Path
):
    first, second = row(), row(call_id="2", **HUNG_UP)
    import_file(database, company, of_lines(tmp_path / "one.tsv", first))

    written = import_file(database, company, of_lines(tmp_path / "two.tsv", first, second))

    assert written == Written(1, 0, 0)


def test_two_companies_import_the_same_file_each_for_itself(
    database: Database, company: ChosenCompany, tmp_path: Path
):
    file = of_lines(tmp_path / "calls.tsv", row())
    a_company(database, slug="other", time_zone="UTC")
    other = choose(database, "other")

    assert import_file(database, company, file) == import_file(database, other, file)

    with database.reading(ALL_COMPANIES) as reading:
        logins = set(reading.session.scalars(select(Account.login)))
        numbers = sorted(reading.session.scalars(select(Session.number)))
    assert logins == {"michal", "michal.other"}
    assert numbers == ["C00000001", "C00000002"]


def test_an_agent_who_has_an_account_keeps_it(
    database: Database, company: ChosenCompany, tmp_path: Path
):
    marie = an_agent(database, company.id, "marie")
    with database.reading(company.id) as reading:
        login = reading.get(Account, marie.account_id).login
    file = of_lines(tmp_path / "calls.tsv", row(server=login.upper()), row(call_id="2"))

    import_file(database, company, file)

    with database.reading(company.id) as reading:
        served = set(reading.session.scalars(select(Session.agent_id)))
        made = reading.session.scalars(select(Account).where(col(Account.login) == "michal")).one()
        assert reading.get(Account, marie.account_id).active
    assert served == {marie.account_id, made.id}
    assert (made.active, made.password_hash) == (False, NO_PASSWORD)


def test_what_was_sealed_of_the_days_and_the_next_is_forgotten_and_nothing_else(
    database: Database, company: ChosenCompany, tmp_path: Path
):
    with database.transaction(company.id) as tx:
        for day in ("1999-01-31", "1999-02-01", "1999-02-02", "1999-02-03"):
            sealed = SealedDay(
                company_id=company.id,
                kind="requests",
                day=day,
                zone="Europe/Paris",
                rows=0,
                made_at=tx.now,
                data=b"",
            )
            tx.add(sealed)

    import_file(database, company, of_lines(tmp_path / "calls.tsv", row()))

    with database.reading(company.id) as reading:
        left = set(reading.session.scalars(select(SealedDay.day)))
    assert left == {"1999-01-31", "1999-02-03"}


def test_an_error_in_the_middle_leaves_nothing(
    database: Database, company: ChosenCompany, file: Path
):
    history = read_history(file, company.id, WallClock(company.zone), lambda _: None)

    def fail(_calls: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write_history(database, company, history, fail)

    tables = (Request, Session, AgentState, Account, Queue, Portal)
    assert [number_of(database, table) for table in tables] == [0] * len(tables)


def test_a_dry_run_sees_what_is_there(database: Database, company: ChosenCompany, file: Path):
    history = read_history(file, company.id, WallClock(company.zone), lambda _: None)
    with database.reading(company.id) as reading:
        before = standing_of(reading, company.slug, history)
    import_file(database, company, file)
    with database.reading(company.id) as reading:
        after = standing_of(reading, company.slug, history)

    assert (before.portal_id, len(before.requests), before.accounts) == (None, 0, {})
    assert len(after.requests) == len(history.calls)
    assert sorted(after.accounts) == history.agents
    assert sorted(after.queues) == history.types


def test_a_replay_takes_on_the_agents_an_import_made(tmp_path: Path):
    settings = Settings(var_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'guichet.db'}")
    migrate.upgrade(settings.database_url)
    demonstration.load(settings)
    database = Database(settings.database_url)
    import_file(database, choose(database, "demo"), of_lines(tmp_path / "calls.tsv", row()))

    first, second = (demonstration.add_agents(settings, ["MICHAL", "TOVA"]) for _ in range(2))

    assert (first, second) == (2, 0)
    for login in ("michal", "tova"):
        account = accounts.find_login(database, login)
        assert accounts.require_password(account, demonstration.password(settings)).active
    database.dispose()
