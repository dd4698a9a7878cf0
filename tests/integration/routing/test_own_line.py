"""The line of customers that an agent at the maximum has said yes to: served as soon as there is room."""

import pytest

from routing.actions import availability, offers, sessions
from routing.clock import SECOND
from routing.tables import Offer, Request
from tests.builders import a_company, a_portal, a_queue, a_tier, an_agent
from tests.integration.routing.desk import (
    agent_row,
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
def held(database, clock):
    """An agent whose only place is held by a queue's alert, with a customer in their own line behind it,
    who was lost when the place became free: (agent, alert, the queue's request, the customer in line)."""
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal], queues=[queue], max_sessions=1)
    go_on_line(database, agent)
    served, in_line = post(database, portal), post(database, portal)
    session = do(database, company, offers.accept_request, agent, served)
    accepted = do(database, company, offers.accept_request, agent, in_line)
    assert accepted.state == "in_line"
    disconnect_everything(database, company, request_id=in_line)
    pass_time(database, clock, 62 * SECOND)
    do(database, company, sessions.end, agent, session.session_id, "resolved")
    rung = post(database, a_portal(database, company, queue))
    alert = ringing_offer(database, agent)
    connect_customer(database, company, in_line)
    return agent, alert, rung, in_line


@pytest.mark.feature("ROUT-04", "ROUT-05")
def test_yes_to_another_takes_the_place_that_an_own_queue_alert_holds(database):
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company)
    agent, other = (an_agent(database, company, portals=[portal], queues=[queue]) for _ in range(2))
    go_on_line(database, agent)
    rung = post(database, a_portal(database, company, queue))
    wanted = post(database, portal)
    go_on_line(database, other)

    accepted = do(database, company, offers.accept_request, agent, wanted)

    assert accepted.state == "accepted"
    row = agent_row(database, agent)
    assert (row.sessions, row.reserved) == (1, 0)
    assert offers_of(database, company, rung) == {agent.account_id: "withdrawn"}
    offers.match_queue(database, company, queue.id)
    assert offers_of(database, company, rung)[other.account_id] == "ringing"


@pytest.mark.feature("ROUT-05", "ROUT-06")
def test_an_escalated_alert_given_up_for_another_rings_again_for_the_tier(database, clock):
    company = a_company(database)
    tier = a_tier(database, company)
    first, second = (
        a_queue(database, company, key, escalation_tier_id=tier.id) for key in ("one", "two")
    )
    agent = an_agent(database, company, queues=[first, second], tiers=[tier])
    go_on_line(database, agent)
    wanted = post(database, a_portal(database, company, first))
    do(database, company, offers.decline, agent, ringing_offer(database, agent))
    rung = post(database, a_portal(database, company, second))
    with database.transaction(company) as tx:
        tx.lock(Request, rung).tier_id = tier.id

    accepted = do(database, company, offers.accept_request, agent, wanted)

    assert accepted.state == "accepted"
    alert = do(database, company, lambda tx: tx.get(Offer, ringing_offer(database, agent)))
    assert (alert.request_id, alert.mode, alert.kind) == (rung, "standard", "escalated")


@pytest.mark.feature("ROUT-04")
def test_an_agent_who_declines_serves_their_own_line(database, held):
    agent, alert, rung, in_line = held

    do(database, agent.company_id, offers.decline, agent, alert)

    assert offers_of(database, agent.company_id, rung) == {agent.account_id: "declined"}
    _assert_served(database, agent, in_line)


@pytest.mark.feature("ROUT-04")
def test_an_agent_who_lets_an_alert_pass_serves_their_own_line(database, held, clock):
    agent, _, rung, in_line = held

    pass_time(database, clock, 32 * SECOND)

    assert offers_of(database, agent.company_id, rung) == {agent.account_id: "expired"}
    _assert_served(database, agent, in_line)


@pytest.mark.feature("ROUT-04")
def test_an_agent_who_becomes_unavailable_serves_their_own_line_first(database, held):
    agent, _, rung, in_line = held

    do(database, agent.company_id, availability.set_availability, agent, "unavailable")

    assert offers_of(database, agent.company_id, rung) == {agent.account_id: "withdrawn"}
    _assert_served(database, agent, in_line)


def _assert_served(database, agent, request):
    assert request_row(database, agent.company_id, request).state == "in_session"
    row = agent_row(database, agent)
    assert (row.sessions, row.reserved) == (1, 0)
