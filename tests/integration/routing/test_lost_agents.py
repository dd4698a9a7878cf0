"""What becomes of a session whose agent is lost for good."""

import pytest

from routing.actions import intake, losing, offers, presence, web_processes
from routing.clock import MINUTE, SECOND
from routing.identifiers import new_id
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
    sessions_of,
)
from tests.integration.routing.meanwhile import meet

UNTIL_GONE = (12 * SECOND, 2 * MINUTE + 2 * SECOND)


@pytest.mark.feature("SESS-03")
def test_a_customer_who_had_left_the_session_is_not_put_back_in_line(database, clock):
    company = a_company(database)
    portal = a_portal(database, company, wrap_up=MINUTE)
    gone, other = (an_agent(database, company, portals=[portal]) for _ in range(2))
    go_on_line(database, gone)
    request = post(database, portal)
    do(database, company, offers.accept, gone, ringing_offer(database, gone))
    go_on_line(database, other)
    do(database, company, intake.leave, request)
    disconnect_everything(database, company, agent=gone)

    pass_time(database, clock, *UNTIL_GONE)

    row = request_row(database, company, request)
    assert (row.state, row.end_reason, row.closed_at) == ("closed", "customer_left", clock.now)
    assert other.account_id not in offers_of(database, company, request)
    (ended,) = sessions_of(database, company, request)
    assert (ended.state, ended.wrap_up) == ("ended", 0)
    assert agent_row(database, gone).sessions == 0


@pytest.mark.feature("ROUT-06", "ROUT-15")
def test_a_request_back_from_a_lost_agent_begins_its_warnings_and_escalation_anew(database, clock):
    company = a_company(database)
    tier = a_tier(database, company)
    portal = a_portal(database, company, escalation_tier_id=tier.id)
    gone, other = (an_agent(database, company, portals=[portal]) for _ in range(2))
    go_on_line(database, gone)
    request = post(database, portal)
    do(database, company, offers.accept, gone, ringing_offer(database, gone))
    go_on_line(database, other)
    disconnect_everything(database, company, agent=gone)
    pass_time(database, clock, *UNTIL_GONE)
    assert offers_of(database, company, request)[other.account_id] == "ringing"

    # The escalation that was due 180 s after the very first offer.
    pass_time(database, clock, 48 * SECOND)
    assert _ladder(database, company, request) == (0, None, "new")

    pass_time(database, clock, 14 * SECOND)
    assert _ladder(database, company, request) == (1, None, "new")
    pass_time(database, clock, 60 * SECOND)
    assert _ladder(database, company, request) == (2, None, "new")
    pass_time(database, clock, 60 * SECOND)
    assert _ladder(database, company, request) == (2, tier.id, "escalated")


@pytest.mark.feature("ROUT-06", "ROUT-15")
def test_an_escalated_request_back_from_a_lost_expert_goes_to_everybody_again(database, clock):
    company = a_company(database)
    tier = a_tier(database, company)
    queue = a_queue(database, company, escalation_tier_id=tier.id)
    portal = a_portal(database, company, queue)
    clerk = an_agent(database, company, queues=[queue])
    expert = an_agent(database, company, tiers=[tier])
    go_on_line(database, clerk)
    request = post(database, portal)
    pass_time(database, clock, 61 * SECOND, 61 * SECOND, 61 * SECOND)
    assert _ladder(database, company, request) == (2, tier.id, "escalated")
    go_on_line(database, expert)
    do(database, company, offers.accept, expert, ringing_offer(database, expert))

    disconnect_everything(database, company, agent=expert)
    pass_time(database, clock, *UNTIL_GONE)
    offers.match_queue(database, company, queue.id)

    assert _ladder(database, company, request) == (0, None, "new")
    assert ringing_offer(database, clerk)


@pytest.mark.feature("ROUT-04", "ROUT-15")
def test_a_request_in_a_lost_agents_own_line_begins_anew_too(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    gone, other = (an_agent(database, company, portals=[portal]) for _ in range(2))
    go_on_line(database, gone)
    requests = [post(database, portal) for _ in range(2)]
    for request in requests:
        do(database, company, offers.accept_request, gone, request)
    pass_time(database, clock, 50 * SECOND)
    go_on_line(database, other)
    disconnect_everything(database, company, agent=gone)

    pass_time(database, clock, 12 * SECOND)

    row = request_row(database, company, requests[1])
    assert (row.state, row.first_offered_at, row.warning_level) == ("offered", clock.now, 0)
    assert ringing_offer(database, other)


@pytest.mark.feature("PORT-09")
def test_a_lost_customer_in_a_lost_agents_line_rings_at_nobody_until_they_are_back(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    gone, other = (an_agent(database, company, portals=[portal]) for _ in range(2))
    go_on_line(database, gone)
    requests = [post(database, portal) for _ in range(2)]
    for request in requests:
        do(database, company, offers.accept_request, gone, request)
    disconnect_everything(database, company, request_id=requests[1])
    pass_time(database, clock, 62 * SECOND)
    go_on_line(database, other)
    disconnect_everything(database, company, agent=gone)

    pass_time(database, clock, 12 * SECOND)
    assert request_row(database, company, requests[1]).state == "waiting"

    connect_customer(database, company, requests[1])
    assert ringing_offer(database, other)


def _ladder(database, company, request):
    row = request_row(database, company, request)
    return row.warning_level, row.tier_id, row.kind


@pytest.mark.feature("ROUT-15")
def test_an_agent_who_comes_back_just_before_they_are_given_up_keeps_their_sessions(
    database, clock
):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    request = post(database, portal)
    do(database, company, offers.accept, agent, ringing_offer(database, agent))
    disconnect_everything(database, company, agent=agent)
    pass_time(database, clock, UNTIL_GONE[0])
    clock.advance(UNTIL_GONE[1])

    meet(
        database,
        company,
        lambda tx: presence.agent_connected(
            tx, new_id(), web_processes.start(tx), agent.account_id
        ),
        lambda: do(database, company, losing.give_up_agent, agent.account_id),
    )

    assert sessions_of(database, company, request)[0].state == "active"
    assert request_row(database, company, request).state == "in_session"
