"""The ways of a request through routing, on both databases, by the actions alone."""

import pytest

from routing import expected_wait
from routing.actions import (
    availability,
    capacity,
    deadlines,
    escalation,
    intake,
    offers,
    presence,
    sessions,
    stragglers,
    web_processes,
)
from routing.clock import MINUTE, SECOND
from routing.errors import AgentNotAvailable, OfferGone, PortalClosed, QueueFull
from routing.identifiers import new_id
from tests.builders import a_company, a_portal, a_queue, a_tier, an_agent
from tests.integration.routing.desk import (
    agent_row,
    do,
    go_on_line,
    offers_of,
    post,
    request_row,
    ringing_offer,
    sessions_of,
)


@pytest.mark.feature("ROUT-03")
def test_a_declined_queue_alert_goes_to_the_next_agent_alone(database):
    company = a_company(database)
    queue = a_queue(database, company, strategy="linear")
    portal = a_portal(database, company, queue)
    first, second = (an_agent(database, company, queues=[queue]) for _ in range(2))
    go_on_line(database, first, second)
    request = post(database, portal)
    rung = next(iter(offers_of(database, company, request)))
    asked, other = (first, second) if rung == first.account_id else (second, first)

    do(database, company, offers.decline, asked, ringing_offer(database, asked))
    offers.match_queue(database, company, queue.id)

    assert offers_of(database, company, request) == {
        asked.account_id: "declined",
        other.account_id: "ringing",
    }


@pytest.mark.feature("ROUT-03", "ROUT-06")
def test_an_unanswered_queue_alert_goes_on_and_comes_back_at_the_warning(database, clock):
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company, queue)
    agent = an_agent(database, company, queues=[queue])
    go_on_line(database, agent)
    request = post(database, portal)

    clock.advance(32 * SECOND)
    deadlines.act_on_overdue(database)
    offers.match_queue(database, company, queue.id)
    assert request_row(database, company, request).state == "waiting"

    clock.advance(30 * SECOND)
    deadlines.act_on_overdue(database)
    offers.match_queue(database, company, queue.id)
    row = request_row(database, company, request)
    assert (row.state, row.warning_level) == ("offered", 1)


@pytest.mark.feature("ROUT-06", "ROUT-07")
def test_an_untaken_request_escalates_to_its_tier_in_orange(database, clock):
    company = a_company(database)
    tier = a_tier(database, company)
    portal = a_portal(database, company, escalation_tier_id=tier.id)
    clerk = an_agent(database, company, portals=[portal])
    expert = an_agent(database, company, tiers=[tier])
    go_on_line(database, clerk, expert)
    request = post(database, portal)
    assert expert.account_id not in offers_of(database, company, request)

    clock.advance(182 * SECOND)
    deadlines.act_on_overdue(database)
    do(database, company, escalation.alert, request)

    assert offers_of(database, company, request)[expert.account_id] == "ringing"
    assert request_row(database, company, request).kind == "escalated"


@pytest.mark.feature("ROUT-04")
def test_beyond_the_maximum_a_customer_stands_in_the_agents_own_line(database):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal], max_sessions=1)
    go_on_line(database, agent)
    served, in_line = post(database, portal), post(database, portal)
    first = do(database, company, offers.accept_request, agent, served)
    second = do(database, company, offers.accept_request, agent, in_line)
    assert (first.state, second.state, second.session_id) == ("accepted", "in_line", None)

    do(database, company, sessions.end, agent, first.session_id, "resolved")

    assert request_row(database, company, in_line).state == "in_session"
    assert agent_row(database, agent).sessions == 1


@pytest.mark.feature("ROUT-04", "ROUT-05")
def test_raising_an_agents_maximum_drains_their_line_at_once(database):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal], max_sessions=1)
    boss = an_agent(database, company, role="supervisor")
    go_on_line(database, agent)
    requests = [post(database, portal) for _ in range(2)]
    for request in requests:
        do(database, company, offers.accept_request, agent, request)

    do(database, company, capacity.set_maximum, boss, agent.account_id, 2)

    states = [request_row(database, company, request).state for request in requests]
    assert states == ["in_session", "in_session"]


@pytest.mark.feature("ROUT-01", "ROUT-03")
def test_the_agent_who_finishes_is_offered_whoever_waited_longest(database, clock):
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company, queue)
    agent = an_agent(database, company, queues=[queue], max_sessions=1)
    go_on_line(database, agent)
    served = post(database, portal)
    accepted = do(database, company, offers.accept, agent, ringing_offer(database, agent))
    waiting = []
    for _ in range(3):
        clock.advance(SECOND)
        waiting.append(post(database, portal))

    do(database, company, sessions.end, agent, accepted.session_id, "resolved")
    offers.match_queue(database, company, queue.id)

    assert request_row(database, company, served).state == "closed"
    states = [request_row(database, company, request).state for request in waiting]
    assert states == ["offered", "waiting", "waiting"]


def test_wrap_up_offers_nothing_until_it_is_over_or_ended(database, clock):
    company = a_company(database)
    queue = a_queue(database, company, wrap_up=20 * SECOND)
    portal = a_portal(database, company, queue)
    agent = an_agent(database, company, queues=[queue], max_sessions=2)
    go_on_line(database, agent)
    post(database, portal)
    accepted = do(database, company, offers.accept, agent, ringing_offer(database, agent))
    do(database, company, sessions.end, agent, accepted.session_id, "resolved")
    request = post(database, portal)
    assert request_row(database, company, request).state == "waiting"

    clock.advance(22 * SECOND)
    deadlines.act_on_overdue(database)
    offers.match_queue(database, company, queue.id)

    assert request_row(database, company, request).state == "offered"


@pytest.mark.feature("ROUT-15")
def test_a_lost_agents_alert_goes_to_another_and_their_session_waits_for_them(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    gone, other = (an_agent(database, company, portals=[portal]) for _ in range(2))
    with database.transaction(company) as tx:
        process = web_processes.start(tx)
        connection = new_id()
        presence.agent_connected(tx, connection, process, gone.account_id)
        availability.set_availability(tx, gone, "available")
    request = post(database, portal)
    session = do(database, company, offers.accept, gone, ringing_offer(database, gone))
    go_on_line(database, other)
    do(database, company, presence.disconnected, connection)

    clock.advance(12 * SECOND)
    deadlines.act_on_overdue(database)
    assert sessions_of(database, company, request)[0].state == "reconnecting"

    clock.advance(2 * MINUTE + 2 * SECOND)
    deadlines.act_on_overdue(database)
    assert offers_of(database, company, request)[other.account_id] == "ringing"
    assert request_row(database, company, request).line_since < 0
    ended = sessions_of(database, company, request)[0]
    assert (ended.id, ended.state, ended.ended_by) == (session.session_id, "ended", "lost")
    assert agent_row(database, gone).sessions == 0


@pytest.mark.feature("PORT-09")
def test_a_customer_unseen_keeps_their_place_and_is_abandoned_as_of_when_last_seen(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    last_seen = clock.now
    request = post(database, portal, connected=False)

    clock.advance(62 * SECOND)
    deadlines.act_on_overdue(database)
    row = request_row(database, company, request)
    assert (row.state, row.lost) == ("waiting", True)

    clock.advance(9 * MINUTE)
    deadlines.act_on_overdue(database)
    row = request_row(database, company, request)
    assert (row.state, row.closed_at, row.end_reason) == ("abandoned", last_seen, "unseen")


@pytest.mark.feature("ROUT-02")
def test_an_answer_to_a_customer_who_left_says_so(database):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    request = post(database, portal)
    offer = ringing_offer(database, agent)
    do(database, company, intake.leave, request)

    with pytest.raises(OfferGone):
        do(database, company, offers.accept, agent, offer)


def test_an_agent_without_a_live_connection_cannot_say_yes(database):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    request = post(database, portal)

    with pytest.raises(AgentNotAvailable):
        do(database, company, offers.accept_request, agent, request)


def test_a_closed_portal_and_a_full_queue_take_nothing(database):
    company = a_company(database)
    queue = a_queue(database, company, max_waiting=1)
    portal = a_portal(database, company, queue)
    closed = a_portal(database, company, open=False)
    post(database, portal)

    with pytest.raises(QueueFull):
        post(database, portal)
    with pytest.raises(PortalClosed):
        post(database, closed)


def test_a_request_counts_in_its_queue_from_the_moment_it_is_posted(database):
    company = a_company(database)
    queue = a_queue(database, company, max_waiting=1)
    portal = a_portal(database, company, queue)
    new = intake.NewRequest(new_id(), "Amélie")
    request = do(database, company, intake.post, portal.id, new).request_id

    row = request_row(database, company, request)
    assert (row.state, row.queue_id) == ("posted", queue.id)
    with database.reading(company) as reading:
        assert expected_wait.for_request(reading, row).place == 1
        assert expected_wait.for_portal(reading, portal).place == 2
    with pytest.raises(QueueFull):
        do(database, company, intake.post, portal.id, intake.NewRequest(new_id(), "Ann"))


@pytest.mark.feature("ROUT-15")
def test_a_request_whose_messages_are_all_lost_is_served_by_the_sweep(database, clock):
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company, queue)
    agent = an_agent(database, company, queues=[queue])
    go_on_line(database, agent)
    new = intake.NewRequest(new_id(), "Amélie")
    request = do(database, company, intake.post, portal.id, new).request_id

    clock.advance(6 * SECOND)
    stragglers.serve(database)
    stragglers.serve(database)

    assert offers_of(database, company, request) == {agent.account_id: "ringing"}
