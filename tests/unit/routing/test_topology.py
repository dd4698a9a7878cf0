"""The table of exchanges and queues, as data."""

from pathlib import Path

import pytest

from routing import topology

NAMES = [
    *(exchange.name for exchange in topology.EXCHANGES),
    *(queue.name for queue in topology.QUEUES),
]


def test_every_work_queue_survives_a_broker_and_ends_in_dead_what_cannot_be_handled():
    for queue in (*topology.ROUTING_QUEUES, *topology.BATCH_QUEUES):
        assert queue.arguments["x-queue-type"] == "quorum"
        assert queue.arguments["x-delivery-limit"] == topology.DELIVERY_LIMIT
        assert queue.arguments["x-dead-letter-exchange"] == topology.DEAD


def test_every_queue_is_bound_to_an_exchange_of_the_table():
    exchanges = {exchange.name for exchange in topology.EXCHANGES}

    assert {queue.exchange for queue in topology.QUEUES} <= exchanges


def test_a_timer_passes_its_message_to_the_deadline_queue_and_never_expires_itself():
    timer = topology.timer_queue(30_000)

    assert timer.name == "timer.30000"
    assert timer.arguments["x-message-ttl"] == 30_000
    assert timer.arguments["x-dead-letter-exchange"] == topology.WORK
    assert timer.arguments["x-dead-letter-routing-key"] == topology.DEADLINE
    assert "x-expires" not in timer.arguments


def test_a_failed_task_returns_under_its_own_routing_key():
    retry = topology.retry_queue(1_000)

    assert retry.arguments["x-dead-letter-exchange"] == topology.WORK
    assert "x-dead-letter-routing-key" not in retry.arguments


def test_each_delay_of_a_repetition_has_its_queue():
    names = {queue.name for queue in topology.QUEUES}

    assert {topology.retry_key(delay) for delay in topology.RETRY_DELAYS} <= names


@pytest.mark.parametrize(
    ("routing_key", "queue"),
    [
        ("portal.smart_box", topology.QUEUES[1]),
        ("acd.acme.support", topology.acd_queue("acme", "support")),
        ("escalation.acme.level-2", topology.escalation_queue("acme", "level-2")),
        ("timer.1500", topology.timer_queue(1_500)),
    ],
)
def test_a_routing_key_tells_its_queue(routing_key, queue):
    assert topology.queue_for(routing_key) == queue


@pytest.mark.parametrize(
    "routing_key", ["", "nonsense", "portal.unheard_of", "acd.acme", "acd.acme.*", "timer.soon"]
)
def test_a_key_without_a_queue_has_none(routing_key):
    assert topology.queue_for(routing_key) is None


@pytest.mark.parametrize("word", ["", "a.b", "*", "#", "a b", "é", "x" * 61])
def test_a_name_that_would_reach_other_queues_is_refused(word):
    with pytest.raises(topology.UnusableName):
        topology.acd_key("acme", word)
    with pytest.raises(topology.UnusableName):
        topology.escalation_key(word, "tier")


def test_the_description_names_every_exchange_and_queue():
    text = topology.describe()

    for name in NAMES:
        assert name in text
    for family in topology.FAMILIES:
        assert family.pattern in text


def test_the_documentation_names_every_exchange_and_queue():
    page = (Path(__file__).parents[3] / "docs" / "topology.md").read_text()

    for name in NAMES:
        assert f"`{name}`" in page or f"`{name.partition('.')[0]}.*`" in page
    for family in topology.FAMILIES:
        assert f"`{family.pattern}`" in page
