"""Who is there and who is not, however connections begin and end."""

import pytest
from sqlmodel import col, select

from routing.actions import intake, offers, presence, sessions
from routing.clock import MINUTE, SECOND
from routing.identifiers import new_id
from routing.tables import Agent, Connection, Deadline
from routing.transaction import Transaction
from tests.builders import a_company, a_portal, a_queue, an_agent
from tests.integration.routing.desk import (
    agent_row,
    connect_agent,
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


@pytest.mark.feature("ROUT-15")
def test_an_agent_whose_two_tabs_close_in_the_same_moment_is_lost(database, clock):
    company = a_company(database)
    agent = an_agent(database, company)
    first, second = (connect_agent(database, agent) for _ in range(2))

    meet(
        database,
        company,
        lambda tx: presence.disconnected(tx, first),
        lambda: do(database, company, presence.disconnected, second),
    )

    assert _kinds(database, company, agent.account_id) == ["agent_lost"]
    pass_time(database, clock, 12 * SECOND)
    assert not agent_row(database, agent).connected


@pytest.mark.feature("PORT-09")
def test_a_customer_whose_page_reloads_is_still_seen(database):
    company = a_company(database)
    request = post(database, a_portal(database, company), connected=False)
    old = connect_customer(database, company, request)

    meet(
        database,
        company,
        lambda tx: presence.customer_connected(tx, new_id(), new_id(), request),
        lambda: do(database, company, presence.disconnected, old),
    )

    assert request_row(database, company, request).connected


def test_a_connection_ends_once(database):
    company = a_company(database)
    agent = an_agent(database, company)
    connection = connect_agent(database, agent)

    do(database, company, presence.disconnected, connection)
    do(database, company, presence.disconnected, connection)
    do(database, company, presence.disconnected, new_id())

    assert _kinds(database, company, agent.account_id) == ["agent_lost"]


def test_a_row_being_changed_may_be_referred_to_meanwhile(database):
    """Else a tab could not begin, or a request not ring, while its agent takes another."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    company = a_company(database)
    agent = an_agent(database, company)
    tab = Connection(
        company_id=company, web_process_id=new_id(), agent_id=agent.account_id, opened_at=0
    )

    waited = meet(
        database,
        company,
        lambda tx: tx.lock(Agent, agent.account_id),
        lambda: do(database, company, Transaction.add, tab),
    )

    assert not waited


@pytest.mark.feature("PORT-09")
def test_a_customer_lost_in_an_agents_line_is_connected_when_they_are_back(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal], max_sessions=1)
    go_on_line(database, agent)
    served, in_line = post(database, portal), post(database, portal)
    first = do(database, company, offers.accept_request, agent, served)
    do(database, company, offers.accept_request, agent, in_line)
    disconnect_everything(database, company, request_id=in_line)
    pass_time(database, clock, MINUTE + 2 * SECOND)
    do(database, company, sessions.end, agent, first.session_id, "resolved")
    row = request_row(database, company, in_line)
    assert (row.state, row.lost) == ("in_line", True)

    connect_customer(database, company, in_line)

    assert request_row(database, company, in_line).state == "in_session"


@pytest.mark.feature("PORT-09")
@pytest.mark.parametrize("in_queue", [False, True])
def test_a_customer_unseen_before_the_screening_is_passed_over_until_they_are_back(
    database, clock, in_queue
):
    company = a_company(database)
    queue = a_queue(database, company) if in_queue else None
    portal = a_portal(database, company, queue)
    agent = an_agent(
        database, company, portals=[] if queue else [portal], queues=[queue] if queue else []
    )
    new = intake.NewRequest(new_id(), "Amélie")
    request = do(database, company, intake.post, portal.id, new).request_id
    pass_time(database, clock, MINUTE + 2 * SECOND)
    assert request_row(database, company, request).lost

    go_on_line(database, agent)
    do(database, company, intake.screen, request)
    _match(database, company, queue)
    assert offers_of(database, company, request) == {}

    connect_customer(database, company, request)
    _match(database, company, queue)
    assert offers_of(database, company, request) == {agent.account_id: "ringing"}


@pytest.mark.feature("ROUT-15")
def test_a_session_begins_when_both_are_there_whoever_comes_last(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    request = post(database, portal, connected=False)
    do(database, company, offers.accept, agent, ringing_offer(database, agent))
    disconnect_everything(database, company, agent=agent)
    pass_time(database, clock, 12 * SECOND)

    connect_customer(database, company, request)
    assert sessions_of(database, company, request)[0].state == "connecting"

    connect_agent(database, agent)
    assert sessions_of(database, company, request)[0].state == "active"
    assert request_row(database, company, request).state == "in_session"


def _match(database, company, queue):
    if queue is not None:
        offers.match_queue(database, company, queue.id)


def _kinds(database, company, subject_id):
    with database.reading(company) as reading:
        statement = select(Deadline.kind).where(col(Deadline.subject_id) == subject_id)
        return list(reading.session.scalars(statement))
