"""A report is asked for, made once, and never changes."""

import gzip

import pytest
from sqlmodel import col, select

from reports import run as reporting
from routing.actions import report_files, report_runs
from routing.clock import HOUR, SECOND
from routing.errors import DatabaseBusy, Forbidden, InvalidInput, NotFound
from routing.identifiers import new_id
from routing.tables import OutboxMessage, Queue, ReportRun
from tests.builders import a_queue, an_agent
from tests.integration.reports.history import Company

DAY = {"from": "2026-10-24", "to": "2026-10-24"}


@pytest.fixture
def company(database):
    return Company.new(database)


def ask(company, kind="call_volume", actor=None, **given):
    return company.database.run(
        company.id, lambda tx: report_runs.ask(tx, actor or company.agent, kind, {**DAY, **given})
    )


def carry_out(company, run, make=reporting.make):
    report_runs.carry_out(company.database, company.id, run.id, make)
    return kept(company, ReportRun, run.id)


def kept(company, table, id_):
    with company.database.reading(company.id) as reading:
        return reading.find(table, id_)


def csv_of(company, run):
    with company.database.reading(company.id) as reading:
        return report_files.done(reading, run.id, "csv")


def test_asking_owes_the_batch_worker_a_task(company):
    run = ask(company)
    assert (run.state, run.asked_by) == ("queued", company.agent.account_id)
    with company.database.reading(company.id) as reading:
        owed = reading.session.scalars(
            select(OutboxMessage).where(col(OutboxMessage.routing_key) == "report")
        ).one()
    assert (owed.task, owed.body["args"]) == ("report.run", [company.id, run.id])


def test_a_run_is_kept_with_its_file_and_never_changes(company, clock):
    made = carry_out(company, ask(company))
    file = csv_of(company, made)
    assert (made.state, made.progress, made.as_of) == ("done", 100, clock.now)
    assert [row[0] for row in made.result["rows"]] == ["Orders"]
    assert gzip.decompress(file.data).decode().startswith("queue,offered,")

    company.request(made.result["period"]["from"])
    clock.advance(SECOND)
    again = carry_out(company, made)
    assert (again.result, again.finished_at) == (made.result, made.finished_at)
    with company.database.transaction(company.id) as tx:
        assert not report_runs.fail(tx, made.id, "report_failed", {})
        assert not report_runs.progress(tx, made.id, 5)
        assert report_runs.start(tx, made.id) is None


def test_the_same_question_is_answered_once(company, clock):
    queue = a_queue(company.database, company.id, "returns")
    ids = [company.queue.id, queue.id]
    first = ask(company, queues=ids)
    assert ask(company, queues=ids[::-1]).id == first.id
    assert ask(company, queues=ids, by="day").id != first.id
    carry_out(company, first)
    clock.advance(9 * SECOND)
    assert ask(company, queues=ids).id == first.id
    clock.advance(2 * SECOND)
    assert ask(company, queues=ids).id != first.id


def test_after_a_change_of_a_service_level_the_same_question_is_another_one(company):
    first, sessions = ask(company), ask(company, kind="sessions")
    with company.database.transaction(company.id) as tx:
        tx.get(Queue, company.queue.id).service_level_within = 7 * SECOND
    assert ask(company).id != first.id
    assert ask(company, kind="sessions").id == sessions.id


def test_agents_may_not_ask(company):
    agent = an_agent(company.database, company.id)
    with pytest.raises(Forbidden):
        ask(company, actor=agent)
    manager = an_agent(company.database, company.id, role="manager")
    assert ask(company, actor=manager).state == "queued"


@pytest.mark.parametrize("name", ["queues", "portals"])
def test_what_is_another_companys_is_not_found(company, name):
    other = Company.new(company.database)
    theirs = other.queue.id if name == "queues" else other.portal.id
    with pytest.raises(NotFound):
        ask(company, **{name: [theirs]})
    with pytest.raises(NotFound):
        ask(company, kind="agent_activity", agents=[other.agent.account_id])


def test_another_companys_run_is_not_there(company):
    run = ask(company)
    other = Company.new(company.database)
    report_runs.carry_out(company.database, other.id, new_id(), reporting.make)
    report_runs.carry_out(company.database, other.id, run.id, reporting.make)
    assert kept(company, ReportRun, run.id).state == "queued"


def test_what_cannot_be_computed_says_so(company):
    def broken(*_):
        raise ZeroDivisionError

    def refusing(*_):
        raise InvalidInput(field="to", reason="range_reversed")

    failed = carry_out(company, ask(company), broken)
    assert (failed.state, failed.problem_code) == ("failed", "report_failed")
    failed = carry_out(company, ask(company, by="day"), refusing)
    assert (failed.problem_code, failed.problem_data["field"]) == ("invalid_input", "to")
    assert ask(company).id != failed.id


def test_a_database_that_is_away_is_waited_for(company):
    def away(*_):
        raise DatabaseBusy

    run = ask(company)
    with pytest.raises(DatabaseBusy):
        carry_out(company, run, away)
    assert kept(company, ReportRun, run.id).state == "running"
    assert carry_out(company, run).state == "done"


def test_of_two_workers_that_make_a_run_one_keeps_it(company):
    run = ask(company)

    def slower(*arguments):
        carry_out(company, run)
        return reporting.make(*arguments)

    made = carry_out(company, run, slower)
    assert made.state == "done"


def test_a_run_whose_worker_died_for_good_is_given_up(company, clock):
    run = ask(company)
    clock.advance(2 * HOUR)
    report_runs.give_up_lost(company.database)
    lost = kept(company, ReportRun, run.id)
    assert (lost.state, lost.problem_code) == ("failed", "report_lost")
