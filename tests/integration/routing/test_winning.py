"""Exactly one agent wins, and nobody is overfilled, however many act in the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from routing.actions import intake, offers
from routing.errors import AlreadyTaken, Deadlock, RoutingError
from routing.identifiers import new_id
from routing.transaction import Transaction
from tests.builders import a_company, a_portal, a_queue, an_agent
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

CONTENDERS = 20


def at_once(actions: list[Any]) -> list[Any]:
    """Run all of them in threads that start together; results or errors, in the order given."""
    start = Barrier(len(actions))

    def run(action: Any) -> Any:
        start.wait(30)
        try:
            return action()
        except RoutingError as error:
            return error

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))


@pytest.mark.feature("PORT-01", "ROUT-02")
def test_twenty_agents_say_yes_in_the_same_moment_and_one_wins(database):
    company = a_company(database)
    portal = a_portal(database, company)
    agents = [an_agent(database, company, portals=[portal]) for _ in range(CONTENDERS)]
    go_on_line(database, *agents)
    request_id = post(database, portal)
    rung = [(agent, ringing_offer(database, agent)) for agent in agents]

    answers = at_once(
        [
            lambda agent=agent, offer=offer: do(database, company, offers.accept, agent, offer)
            for agent, offer in rung
        ]
    )

    kinds = Counter(type(answer).__name__ for answer in answers)
    assert kinds == {"Accepted": 1, "AlreadyTaken": CONTENDERS - 1}
    winner = agents[[type(answer).__name__ for answer in answers].index("Accepted")]
    assert all(
        answer.data["winner"] == winner.name
        for answer in answers
        if isinstance(answer, AlreadyTaken)
    )
    states = offers_of(database, company, request_id)
    assert states.pop(winner.account_id) == "accepted"
    assert set(states.values()) == {"withdrawn"}
    assert [row.agent_id for row in sessions_of(database, company, request_id)] == [
        winner.account_id
    ]


@pytest.mark.feature("ROUT-03", "ROUT-05")
def test_two_queues_matching_at_once_never_overfill_an_agent(database):
    company = a_company(database)
    queues = [a_queue(database, company, key) for key in ("orders", "cards")]
    portals = [a_portal(database, company, queue) for queue in queues]
    agent = an_agent(database, company, queues=queues, max_sessions=1)
    requests = [post(database, portal) for portal in portals for _ in range(3)]
    go_on_line(database, agent)

    at_once(
        [
            lambda queue=queue: offers.match_queue(database, company, queue.id)
            for queue in queues
            for _ in range(5)
        ]
    )

    states = Counter(request_row(database, company, request).state for request in requests)
    assert states == {"offered": 1, "waiting": 5}
    row = agent_row(database, agent)
    assert (row.sessions, row.reserved) == (0, 1)


@pytest.mark.feature("ROUT-19")
def test_a_post_repeated_at_the_same_moment_makes_one_request(database):
    company = a_company(database)
    portal = a_portal(database, company)
    key = new_id()

    answers = at_once(
        [
            lambda: do(database, company, intake.post, portal.id, intake.NewRequest(key, "Amélie"))
            for _ in range(8)
        ]
    )

    assert len({answer.request_id for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 7


@pytest.mark.feature("ROUT-02")
def test_saying_yes_twice_gives_the_same_session(database):
    company = a_company(database)
    portal = a_portal(database, company)
    agent = an_agent(database, company, portals=[portal])
    go_on_line(database, agent)
    post(database, portal)
    offer = ringing_offer(database, agent)

    first = do(database, company, offers.accept, agent, offer)
    again = do(database, company, offers.accept, agent, offer)

    assert first == again
    assert agent_row(database, agent).sessions == 1


@pytest.mark.feature("ROUT-03")
def test_a_matching_run_that_the_database_undid_is_repeated(database, monkeypatch):
    company = a_company(database)
    queue = a_queue(database, company)
    portal = a_portal(database, company, queue)
    request = post(database, portal)
    agent = an_agent(database, company, queues=[queue])
    go_on_line(database, agent)
    matching, undone = offers.match_locked_queue, [Deadlock(), Deadlock()]

    def undo_twice(tx: Transaction, queue_id: str) -> int:
        made = matching(tx, queue_id)
        if undone:
            raise undone.pop()
        return made

    monkeypatch.setattr(offers, "match_locked_queue", undo_twice)

    assert offers.match_queue(database, company, queue.id) == 1
    assert offers_of(database, company, request) == {agent.account_id: "ringing"}
