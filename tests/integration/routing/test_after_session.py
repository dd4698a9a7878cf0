"""The time after a session: wrap-up and automatic unavailability, and what it took."""

import pytest

from routing.actions import availability, intake, offers, sessions, surveys
from routing.clock import SECOND
from routing.errors import Conflict, Forbidden
from tests.builders import a_company, a_portal, an_agent
from tests.integration.routing.desk import (
    agent_row,
    do,
    go_on_line,
    offers_of,
    pass_time,
    post,
    request_row,
    ringing_offer,
    sessions_of,
)

WRAP_UP = 20 * SECOND


def _serving(database, wrap_up=WRAP_UP, **fields):
    """An agent in one session while a second request rings: (agent, first request, second request)."""
    company = a_company(database)
    portal = a_portal(database, company, wrap_up=wrap_up)
    agent = an_agent(database, company, portals=[portal], max_sessions=2, **fields)
    go_on_line(database, agent)
    served = post(database, portal)
    do(database, company, offers.accept, agent, ringing_offer(database, agent))
    return agent, served, post(database, portal)


def _end(database, agent, request):
    session = sessions_of(database, agent.company_id, request)[0]
    do(database, agent.company_id, sessions.end, agent, session.id, "resolved")


def test_an_alert_stops_ringing_when_wrap_up_begins_and_rings_again_afterwards(database, clock):
    agent, served, rung = _serving(database)

    _end(database, agent, served)
    assert offers_of(database, agent.company_id, rung) == {agent.account_id: "withdrawn"}
    assert request_row(database, agent.company_id, rung).state == "waiting"

    pass_time(database, clock, WRAP_UP + 2 * SECOND)
    assert ringing_offer(database, agent)


def test_an_alert_stops_ringing_when_the_agent_becomes_unavailable_by_themselves(database):
    agent, served, rung = _serving(database, wrap_up=0, auto_unavailable=True)

    _end(database, agent, served)

    assert agent_row(database, agent).status == "unavailable"
    assert offers_of(database, agent.company_id, rung) == {agent.account_id: "withdrawn"}
    do(database, agent.company_id, availability.set_availability, agent, "available")
    assert ringing_offer(database, agent)


def test_a_session_keeps_the_wrap_up_that_was_really_taken(database, clock):
    agent, first, second = _serving(database)
    do(database, agent.company_id, offers.accept, agent, ringing_offer(database, agent))
    _end(database, agent, first)
    clock.advance(12 * SECOND)
    _end(database, agent, second)
    clock.advance(3 * SECOND)

    do(database, agent.company_id, sessions.end_wrap_up, agent)

    assert agent_row(database, agent).wrap_up_until is None
    taken = [
        sessions_of(database, agent.company_id, request)[0].wrap_up for request in (first, second)
    ]
    assert taken == [15 * SECOND, 3 * SECOND]


def test_a_wrap_up_that_ran_out_counts_as_given(database, clock):
    agent, served, _ = _serving(database)
    _end(database, agent, served)

    pass_time(database, clock, WRAP_UP + 5 * SECOND)
    do(database, agent.company_id, sessions.end_wrap_up, agent)

    assert sessions_of(database, agent.company_id, served)[0].wrap_up == WRAP_UP


def test_only_who_serves_may_end_a_wrap_up(database):
    manager = an_agent(database, a_company(database), role="manager")
    with pytest.raises(Forbidden):
        do(database, manager.company_id, sessions.end_wrap_up, manager)


@pytest.mark.feature("SESS-03")
@pytest.mark.parametrize(
    "again", [("unresolved",), ("resolved", "T-2"), ("resolved", "T-1", "more")]
)
def test_a_session_that_has_ended_cannot_end_in_another_way(database, again):
    agent, served, _ = _serving(database)
    session = sessions_of(database, agent.company_id, served)[0].id
    first = (agent, session, "resolved", "T-1", "all well")
    do(database, agent.company_id, sessions.end, *first)

    do(database, agent.company_id, sessions.end, *first)
    with pytest.raises(Conflict) as refused:
        do(database, agent.company_id, sessions.end, agent, session, *again)

    assert refused.value.data["reason"] == "session_ended"
    row = sessions_of(database, agent.company_id, served)[0]
    assert (row.resolution, row.ticket, row.notes) == ("resolved", "T-1", "all well")


@pytest.mark.feature("SESS-03")
def test_a_save_of_notes_that_comes_after_the_end_does_not_undo_them(database):
    agent, served, _ = _serving(database)
    session = sessions_of(database, agent.company_id, served)[0].id
    do(database, agent.company_id, sessions.end, agent, session, "resolved", "", "the last word")

    do(database, agent.company_id, sessions.write_notes, agent, session, "the last word")
    with pytest.raises(Conflict):
        do(database, agent.company_id, sessions.write_notes, agent, session, "the last w")

    assert sessions_of(database, agent.company_id, served)[0].notes == "the last word"


def test_a_survey_waits_for_the_end_or_until_the_customer_has_left(database):
    agent, served, _ = _serving(database)
    with pytest.raises(Conflict) as refused:
        do(database, agent.company_id, surveys.answer, served, 5)
    assert refused.value.data["reason"] == "session_lives"

    do(database, agent.company_id, intake.leave, served)
    do(database, agent.company_id, surveys.answer, served, 4)

    session = sessions_of(database, agent.company_id, served)[0]
    kept = do(database, agent.company_id, surveys.of_session, session.id)
    assert (session.ended_at, kept.face) == (None, 4)
