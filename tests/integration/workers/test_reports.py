"""Reports are made by the batch worker, also when it is killed in the middle."""

import pytest
from sqlmodel import col, select

from routing.actions import report_runs
from routing.clock import DAY, MINUTE, system_clock
from routing.tables import ReportFile, ReportRun, SealedDay
from tests.integration.reports.history import Company
from tests.integration.workers.running_worker import BATCH
from tests.waiting import wait_until

LIMIT_S = 60.0
KINDS = ("call_volume", "agent_activity", "url_referrals", "sessions")


@pytest.fixture
def company(database):
    company = Company.new(database)
    for day in range(2, 6):
        company.answered(system_clock() - day * DAY, 0, MINUTE)
    return company


def ask(company):
    for kind in KINDS:
        company.database.run(
            company.id, lambda tx, kind=kind: report_runs.ask(tx, company.agent, kind, {})
        )


def states(company):
    with company.database.reading(company.id) as reading:
        return [run.state for run in reading.session.scalars(select(ReportRun))]


def all_done(company):
    return set(states(company)) == {"done"}


def test_what_is_asked_is_made_and_kept(start, publisher, company):
    batch = start(BATCH, "batch").wait_ready()
    ask(company)
    wait_until(lambda: all_done(company), LIMIT_S, f"all reports done; see {batch.log}")
    with company.database.reading(company.id) as reading:
        assert len(list(reading.session.scalars(select(ReportFile)))) == len(KINDS)
    # What was read for them is put aside for the next time.
    wait_until(lambda: sealed_days(company), LIMIT_S, "sealed days")


def test_a_killed_worker_leaves_no_report_unmade(start, publisher, company):
    killed = start(BATCH, "batch").wait_ready()
    wait_until(lambda: caught_at_work(killed, company), LIMIT_S, "a worker in the middle of one")
    killed.kill()
    batch = start(BATCH, "batch").wait_ready()
    wait_until(lambda: all_done(company), LIMIT_S, f"all reports done; see {batch.log}")


def caught_at_work(worker, company):
    """Whether the worker stands still now with a report half made; else it has more to do."""
    if set(states(company)) <= {"done"}:
        ask(company)
    if "running" not in states(company):
        return False
    worker.stand_still()
    if "running" in states(company):
        return True
    worker.go_on()
    return False


def sealed_days(company):
    with company.database.reading(company.id) as reading:
        return list(reading.session.scalars(select(col(SealedDay.day))))
