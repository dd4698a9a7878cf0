"""The conversation of a session: every line once, in order, however often it is sent."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.actions import chat, intake, offers, ringing, sessions
from routing.actions.chat import AgentAuthor, CustomerAuthor, NewLine
from routing.errors import Conflict, InvalidInput, NotFound
from routing.identifiers import new_id
from tests.builders import a_company, a_portal, an_agent
from tests.integration.routing.desk import do, go_on_line, post, request_row, ringing_offer
from webui.live.conversation import lines_between


@pytest.fixture
def meeting(database):
    """An agent and a customer in a session: (company, agent, request id, session id)."""
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    request = post(database, portal)
    accepted = do(database, company, offers.accept, agent, ringing_offer(database, agent))
    return company, agent, request, accepted.session_id


@pytest.mark.feature("CHAT-01")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=6), repeats=st.data())
def test_lines_sent_again_in_any_batches_stand_once_and_in_order(database, meeting, sizes, repeats):
    company, _, request, session = meeting
    before = len(_lines(database, company, session))
    sent: list[NewLine] = []
    for size in sizes:
        sent += [NewLine(new_id(), f"line {len(sent) + number}") for number in range(size)]
        again = repeats.draw(st.integers(0, len(sent) - size))
        do(database, company, chat.write, CustomerAuthor(request), None, sent[again:])

    lines = _lines(database, company, session)[before:]
    assert [line.id for line in lines] == [line.id for line in sent]
    assert [line.number for line in lines] == list(range(before + 1, before + 1 + len(sent)))


@pytest.mark.feature("CHAT-01")
def test_marks_only_go_forward_and_never_past_the_last_line(database, meeting):
    company, agent, request, session = meeting
    lines = [NewLine(new_id(), "hello"), NewLine(new_id(), "are you there?")]
    do(database, company, chat.write, CustomerAuthor(request), None, lines)

    do(database, company, chat.mark, AgentAuthor(agent), session, 99, 1)
    marked = do(database, company, chat.mark, AgentAuthor(agent), session, 0, 0)

    assert (marked.delivered, marked.read) == (2, 1)


@pytest.mark.feature("CHAT-01")
def test_a_conversation_goes_on_with_whoever_takes_over_from_a_lost_agent(database):
    company = a_company(database)
    portal = a_portal(database, company)
    lost, second = (an_agent(database, company, portals=[portal]) for _ in range(2))
    go_on_line(database, lost)
    request = post(database, portal)
    first = do(database, company, offers.accept, lost, ringing_offer(database, lost)).session_id
    do(database, company, chat.write, CustomerAuthor(request), None, [NewLine(new_id(), "hello")])

    go_on_line(database, second)
    do(database, company, sessions.give_up, first)
    do(database, company, ringing.call_again, request_row(database, company, request))
    accepted = do(database, company, offers.accept, second, ringing_offer(database, second))
    line = NewLine(new_id(), "are you there?")
    do(database, company, chat.write, CustomerAuthor(request), None, [line])

    lines = _lines(database, company, accepted.session_id)
    assert [one.number for one in lines] == list(range(1, len(lines) + 1))
    assert [one.text for one in lines if one.text] == ["hello", "are you there?"]
    assert "are you there?" not in [one.text for one in _lines(database, company, first)]


def test_only_those_who_take_part_may_write(database, meeting):
    company, _, _, session = meeting
    stranger = an_agent(database, company)
    with pytest.raises(NotFound):
        do(
            database,
            company,
            chat.write,
            AgentAuthor(stranger),
            session,
            [NewLine(new_id(), "hello")],
        )


def test_nothing_is_written_after_the_end_and_a_line_sent_again_is_still_answered(
    database, meeting
):
    company, agent, request, session = meeting
    line = NewLine(new_id(), "hello")
    first = do(database, company, chat.write, CustomerAuthor(request), None, [line])
    do(database, company, sessions.end, agent, session, "resolved")

    assert do(database, company, chat.write, CustomerAuthor(request), None, [line]) == first
    with pytest.raises(Conflict):
        do(database, company, chat.write, CustomerAuthor(request), None, [NewLine(new_id(), "?")])


def test_an_id_of_another_conversation_is_refused(database, meeting):
    company, _, request, _ = meeting
    portal = a_portal(database, company)
    other_agent = an_agent(database, company, portals=[portal])
    go_on_line(database, other_agent)
    other = post(database, portal)
    do(database, company, offers.accept, other_agent, ringing_offer(database, other_agent))
    line = NewLine(new_id(), "hello")
    do(database, company, chat.write, CustomerAuthor(other), None, [line])

    with pytest.raises(InvalidInput):
        do(database, company, chat.write, CustomerAuthor(request), None, [line])


def test_an_id_that_another_company_has_used_is_refused(database, meeting):
    company, _, request, _ = meeting
    theirs = a_company(database)
    portal = a_portal(database, theirs)
    agent = an_agent(database, theirs, portals=[portal])
    go_on_line(database, agent)
    other = post(database, portal)
    do(database, theirs, offers.accept, agent, ringing_offer(database, agent))
    line = NewLine(new_id(), "hello")
    do(database, theirs, chat.write, CustomerAuthor(other), None, [line])

    with pytest.raises(InvalidInput, match="used_elsewhere"):
        do(database, company, chat.write, CustomerAuthor(request), None, [line])


@pytest.mark.feature("CHAT-01")
def test_a_line_twice_in_one_message_stands_once(database, meeting):
    company, _, request, session = meeting
    line, other = NewLine(new_id(), "hello"), NewLine(new_id(), "there")

    numbers = do(database, company, chat.write, CustomerAuthor(request), None, [line, line, other])

    assert numbers == {line.id: 1, other.id: 2}
    assert [one.text for one in _lines(database, company, session)] == ["hello", "there"]


@pytest.mark.parametrize(
    "id_", ["", "hello", "0192D3F4-ABCD-7000-8000-000000000001", "0192d3f4abcd70008000000000000001"]
)
def test_an_id_in_another_form_is_refused(database, meeting, id_):
    company, _, request, _ = meeting
    with pytest.raises(InvalidInput, match="not_a_uuid"):
        do(database, company, chat.write, CustomerAuthor(request), None, [NewLine(id_, "hello")])


@pytest.mark.feature("SESS-03")
def test_a_customer_who_leaves_a_session_is_told_to_the_agent_who_ends_it(database, meeting):
    company, agent, request, session = meeting
    do(database, company, intake.leave, request)
    do(database, company, intake.leave, request)

    assert [line.code for line in _lines(database, company, session)] == ["customer_left"]
    ended = do(database, company, sessions.end, agent, session, "unresolved", "T-1", "gone")
    assert (ended.state, ended.resolution, ended.ticket) == ("ended", "unresolved", "T-1")
    assert request_row(database, company, request).end_reason == "customer_left"


def _lines(database, company, session):
    with database.reading(company) as reading:
        return lines_between(reading, session, 0, 1_000)
