"""Nobody waits beside an agent who could take them: what waited rings one after the other."""

import pytest
from sqlmodel import col, select

from routing.actions import availability, intake, offers, sessions, stragglers
from routing.clock import SECOND
from routing.identifiers import new_id
from routing.tables import OutboxMessage
from tests.builders import a_company, a_portal, a_queue, an_agent
from tests.integration.routing.desk import (
    agent_row,
    do,
    go_on_line,
    offers_of,
    pass_time,
    post,
    request_row,
    ringing_offer,
)
from tests.integration.routing.meanwhile import meet


@pytest.fixture
def back_from_lunch(database, clock):
    """Two agents of a standard portal, room for one session each, and two requests posted before they came:
    (company, agents, requests)."""
    company = a_company(database)
    portal = a_portal(database, company)
    agents = [an_agent(database, company, portals=[portal]) for _ in range(2)]
    requests = _two_requests(database, clock, portal)
    go_on_line(database, *agents)
    return company, agents, requests


@pytest.mark.feature("PORT-01", "ROUT-01")
def test_who_lost_the_first_hears_the_second(database, back_from_lunch):
    company, (winner, loser), (first, second) = back_from_lunch
    both = {winner.account_id: "ringing", loser.account_id: "ringing"}
    assert (offers_of(database, company, first), offers_of(database, company, second)) == (both, {})

    do(database, company, offers.accept, winner, ringing_offer(database, winner))

    # It rings at the winner too: without room, yes means a place in their own line.
    assert offers_of(database, company, second) == both


@pytest.mark.feature("PORT-01", "ROUT-01")
def test_when_the_first_leaves_the_second_rings(database, back_from_lunch):
    company, _, (first, second) = back_from_lunch

    do(database, company, intake.leave, first)

    assert set(offers_of(database, company, second).values()) == {"ringing"}


@pytest.mark.feature("PORT-01", "ROUT-01")
def test_after_a_no_or_silence_the_second_rings_and_the_first_does_not_again(
    database, clock, back_from_lunch
):
    company, (one, other), (first, second) = back_from_lunch

    do(database, company, offers.decline, one, ringing_offer(database, one))
    assert offers_of(database, company, second) == {one.account_id: "ringing"}
    pass_time(database, clock, 32 * SECOND)

    assert set(offers_of(database, company, first).values()) == {"declined", "expired"}
    assert offers_of(database, company, second)[other.account_id] == "ringing"
    assert request_row(database, company, second).first_offered_at is not None


@pytest.mark.feature("ROUT-01", "ROUT-05")
def test_an_agent_with_room_left_hears_the_next_when_they_say_yes(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal], max_sessions=3)
    first, second = _two_requests(database, clock, portal)
    go_on_line(database, agent)

    do(database, company, offers.accept, agent, ringing_offer(database, agent))

    assert request_row(database, company, first).state == "in_session"
    assert offers_of(database, company, second) == {agent.account_id: "ringing"}


@pytest.mark.feature("ROUT-04")
def test_back_at_their_desk_without_room_an_agent_hears_who_waited(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    served = post(database, portal)
    do(database, company, offers.accept_request, agent, served)
    do(database, company, availability.set_availability, agent, "unavailable")
    waiting = post(database, portal)

    do(database, company, availability.set_availability, agent, "available")

    accepted = do(database, company, offers.accept, agent, ringing_offer(database, agent))
    assert (accepted.request_id, accepted.state) == (waiting, "in_line")


@pytest.mark.feature("ROUT-03", "ROUT-05")
def test_a_queue_is_matched_when_an_agent_with_room_left_says_yes(database, clock):
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company, queue)
    agent = an_agent(database, company, queues=[queue], max_sessions=2)
    _two_requests(database, clock, portal)
    go_on_line(database, agent)
    offers.match_queue(database, company, queue.id)

    owed = _runs_owed(database, company)
    do(database, company, offers.accept, agent, ringing_offer(database, agent))
    assert _runs_owed(database, company) == owed + 1

    offers.match_queue(database, company, queue.id)
    do(database, company, offers.accept, agent, ringing_offer(database, agent))
    assert _runs_owed(database, company) == owed + 1, "no run for an agent who is full"
    assert agent_row(database, agent).sessions == 2


@pytest.mark.feature("ROUT-01", "ROUT-15")
def test_a_request_and_an_agent_who_missed_each_other_are_brought_together(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    do(database, company, availability.set_availability, agent, "unavailable")
    new = intake.NewRequest(new_id(), "Amélie")
    request = do(database, company, intake.post, portal.id, new).request_id

    meet(
        database,
        company,
        lambda tx: intake.screen(tx, request),
        lambda: do(database, company, availability.set_availability, agent, "available"),
    )
    clock.advance(6 * SECOND)
    stragglers.serve(database)

    assert offers_of(database, company, request) == {agent.account_id: "ringing"}


@pytest.mark.feature("ROUT-01")
def test_the_sweep_rings_nothing_that_was_let_pass(database, clock, back_from_lunch):
    company, agents, requests = back_from_lunch
    for _ in requests:
        for agent in agents:
            do(database, company, offers.decline, agent, ringing_offer(database, agent))

    clock.advance(6 * SECOND)
    stragglers.serve(database)

    states = [offers_of(database, company, request).values() for request in requests]
    assert [set(each) for each in states] == [{"declined"}, {"declined"}]


@pytest.mark.feature("SESS-03")
def test_an_ended_session_waits_for_nobody(database, clock, back_from_lunch):
    """The customer of the first session is served; its end lets the second ring once more."""
    company, (one, other), (first, second) = back_from_lunch
    accepted = do(database, company, offers.accept, one, ringing_offer(database, one))
    for agent in (one, other):
        do(database, company, offers.decline, agent, ringing_offer(database, agent))
    clock.advance(SECOND)

    do(database, company, sessions.end, one, accepted.session_id, "resolved")

    assert offers_of(database, company, second)[one.account_id] == "ringing"
    assert request_row(database, company, first).state == "closed"


def _two_requests(database, clock, portal):
    first = post(database, portal)
    clock.advance(SECOND)
    second = post(database, portal)
    clock.advance(SECOND)
    return first, second


def _runs_owed(database, company):
    with database.reading(company) as reading:
        statement = select(OutboxMessage.id).where(col(OutboxMessage.task) == "acd.match")
        return len(list(reading.session.scalars(statement)))
