"""Matching as a pure function: order, room, strategies, and nobody asked twice in a round."""

from hypothesis import given
from hypothesis import strategies as st

from routing.matching import Candidate, Match, Rules, Strategy, Waiting, match

IDS = st.integers(min_value=0, max_value=40).map(str)
WAITING = st.builds(
    Waiting,
    id=IDS,
    since=st.integers(0, 1_000),
    priority=st.integers(0, 3),
    passed=st.frozensets(IDS, max_size=3),
)
AGENT = st.builds(
    Candidate,
    id=IDS,
    room=st.integers(0, 3),
    sessions=st.integers(0, 5),
    idle_since=st.integers(0, 1_000),
    last_offered_at=st.integers(0, 1_000),
    position=st.integers(0, 5),
)
REQUESTS = st.lists(WAITING, max_size=20, unique_by=lambda request: request.id)
AGENTS = st.lists(AGENT, max_size=10, unique_by=lambda agent: agent.id)
RULES = st.builds(Rules, st.sampled_from(Strategy))


@given(REQUESTS, AGENTS, RULES)
def test_each_request_and_each_agent_with_room_is_matched_at_most_once(requests, agents, rules):
    found = match(requests, agents, rules)
    with_room = {agent.id for agent in agents if agent.room > 0}
    assert len({pair.request_id for pair in found}) == len(found)
    assert len({pair.agent_id for pair in found}) == len(found)
    assert {pair.agent_id for pair in found} <= with_room


@given(REQUESTS, AGENTS, RULES)
def test_nobody_is_asked_again_for_what_they_let_pass(requests, agents, rules):
    passed = {request.id: request.passed for request in requests}
    assert all(
        pair.agent_id not in passed[pair.request_id] for pair in match(requests, agents, rules)
    )


@given(REQUESTS, AGENTS, RULES)
def test_nobody_with_room_is_left_idle_while_somebody_they_may_help_waits(requests, agents, rules):
    found = match(requests, agents, rules)
    busy = {pair.agent_id for pair in found}
    served = {pair.request_id for pair in found}
    idle = [agent for agent in agents if agent.room > 0 and agent.id not in busy]
    left = [request for request in requests if request.id not in served]
    assert not any(agent.id not in request.passed for agent in idle for request in left)


@given(REQUESTS, AGENTS, RULES, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_changes_nothing(requests, agents, rules, random):
    shuffled_requests, shuffled_agents = list(requests), list(agents)
    random.shuffle(shuffled_requests)
    random.shuffle(shuffled_agents)
    assert match(requests, agents, rules) == match(shuffled_requests, shuffled_agents, rules)


@given(REQUESTS)
def test_an_only_agent_is_put_before_the_highest_priority_and_then_the_longest_wait(requests):
    agent = Candidate("only", 1, 0, idle_since=0, last_offered_at=0)
    found = match(requests, [agent], Rules())
    may = [request for request in requests if agent.id not in request.passed]
    first = min(may, key=lambda r: (-r.priority, r.since, r.id)).id if may else None
    assert [pair.request_id for pair in found] == ([first] if first is not None else [])


def test_the_longest_idle_agent_is_asked_first_and_an_unanswered_offer_counts_as_work():
    absent = Candidate("absent", 1, 0, idle_since=1, last_offered_at=90)
    present = Candidate("present", 1, 0, idle_since=50, last_offered_at=0)
    assert match([Waiting("r", 5)], [absent, present], Rules()) == [
        Match("r", "present", "longest_idle")
    ]


def test_each_strategy_chooses_by_its_own_rule():
    agents = [
        Candidate("a", 1, sessions=2, idle_since=10, last_offered_at=3, position=2),
        Candidate("b", 1, sessions=1, idle_since=20, last_offered_at=2, position=1),
        Candidate("c", 1, sessions=0, idle_since=30, last_offered_at=4, position=3),
    ]
    chosen = {
        strategy: match([Waiting("r", 0)], agents, Rules(strategy))[0].agent_id
        for strategy in Strategy
    }
    assert chosen == {
        Strategy.LONGEST_IDLE: "a",
        Strategy.FEWEST_SESSIONS: "c",
        Strategy.ROUND_ROBIN: "b",
        Strategy.LINEAR: "b",
    }
