"""What the sweep does when messages are lost, and when a row is beyond help."""

import pytest
from sqlmodel import col, delete

from routing.actions import deadlines, escalation, intake, offers, stragglers
from routing.clock import MINUTE, SECOND
from routing.identifiers import new_id
from routing.tables import Deadline
from tests.builders import a_company, a_portal, a_queue, a_tier, an_agent
from tests.integration.routing.desk import (
    connect_customer,
    disconnect_everything,
    do,
    go_on_line,
    offers_of,
    pass_time,
    post,
    request_row,
    ringing_offer,
)


@pytest.fixture
def escalated(database, clock):
    """A queue's request that has just gone to its tier, whose message is lost: (company, expert, request)."""
    company = a_company(database)
    tier = a_tier(database, company)
    queue = a_queue(database, company, escalation_tier_id=tier.id)
    portal = a_portal(database, company, queue)
    clerk = an_agent(database, company, queues=[queue])
    expert = an_agent(database, company, tiers=[tier])
    go_on_line(database, clerk, expert)
    request = post(database, portal)
    do(database, company, offers.decline, clerk, ringing_offer(database, clerk))
    pass_time(database, clock, 61 * SECOND, 61 * SECOND, 61 * SECOND)
    assert request_row(database, company, request).tier_id == tier.id
    return company, expert, request


@pytest.mark.feature("ROUT-06", "ROUT-15")
def test_a_tier_whose_alert_was_lost_is_alerted_by_the_sweep_once(database, clock, escalated):
    company, expert, request = escalated
    assert expert.account_id not in offers_of(database, company, request)

    stragglers.serve(database)
    assert offers_of(database, company, request)[expert.account_id] == "ringing"

    pass_time(database, clock, 32 * SECOND)
    stragglers.serve(database)
    assert offers_of(database, company, request)[expert.account_id] == "expired"


@pytest.mark.feature("ROUT-06", "PORT-09")
def test_an_escalated_customer_who_comes_back_rings_at_the_tier_again(database, clock, escalated):
    company, expert, request = escalated
    do(database, company, escalation.alert, request)
    disconnect_everything(database, company, request_id=request)
    pass_time(database, clock, MINUTE + 2 * SECOND)
    assert request_row(database, company, request).lost

    connect_customer(database, company, request)

    assert offers_of(database, company, request)[expert.account_id] == "ringing"


@pytest.mark.feature("ROUT-15")
def test_a_deadline_that_cannot_be_acted_on_holds_up_no_other(database, clock):
    company = a_company(database)
    request = post(database, a_portal(database, company), connected=False)
    with database.transaction(company) as tx:
        tx.now -= MINUTE
        tx.set_deadline("unheard_of", new_id(), 0)

    clock.advance(MINUTE + 2 * SECOND)
    with pytest.raises(KeyError):
        deadlines.act_on_overdue(database)

    assert request_row(database, company, request).lost
    _forget(database, company)


@pytest.mark.feature("ROUT-15")
def test_a_request_that_cannot_be_screened_holds_up_no_other(database, clock, monkeypatch):
    company = a_company(database)
    portal = a_portal(database, company)
    bad, good = (
        do(database, company, intake.post, portal.id, intake.NewRequest(new_id(), "Ann")).request_id
        for _ in range(2)
    )
    screen = intake.screen

    def fail_on_bad(tx, request_id):
        if request_id == bad:
            raise ValueError(bad)
        screen(tx, request_id)

    monkeypatch.setattr(intake, "screen", fail_on_bad)
    clock.advance(6 * SECOND)
    with pytest.raises(ValueError, match=bad):
        stragglers.serve(database)

    states = [request_row(database, company, request).state for request in (bad, good)]
    assert states == ["posted", "waiting"]


def _forget(database, company):
    """The database is shared: later tests' sweeps must not meet this one again."""
    with database.transaction(company) as tx:
        tx.change(delete(Deadline).where(col(Deadline.kind) == "unheard_of"))
