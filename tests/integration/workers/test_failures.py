"""Tasks that fail, workers that die: nothing is lost, and what cannot be handled ends in `dead`."""

import json

from routing import topology
from routing.broker import Message
from routing.identifiers import new_id
from tests.integration.broker import wire
from tests.integration.workers.running_worker import ODD
from tests.waiting import wait_until

LIMIT_S = 30.0
KEY = "portal.smart_code"


def _send(broker, task, *arguments):
    message = Message(new_id(), topology.WORK, KEY, task, {"args": list(arguments)})
    broker.publish([message])
    return message


def test_a_task_that_fails_is_repeated_after_a_while(broker, start):
    worker = start(ODD).wait_ready()

    _send(broker, "odd.fail", "a", 1)

    wait_until(lambda: worker.lines("noted") == ["a"], LIMIT_S, "the repetition")
    assert worker.lines("begun") == ["a 0", "a 1"]


def test_a_repetition_that_the_broker_does_not_take_is_not_lost(broker, broker_node, start):
    worker = start(ODD).wait_ready()
    retry = topology.retry_key(1_000)
    with wire.channel(broker_node.url) as line:
        line.queue_delete(retry)
        full = {"x-max-length": 0, "x-overflow": "reject-publish"}
        line.queue_declare(retry, durable=True, arguments=full)
        line.queue_bind(retry, topology.WORK, retry)

    _send(broker, "odd.fail", "a", 1)
    wait_until(lambda: len(worker.lines("begun")) >= 2, LIMIT_S, "the task once more")
    assert set(worker.lines("begun")) == {"a 0"}

    with wire.channel(broker_node.url) as line:
        line.queue_delete(retry)
    broker.declare()
    wait_until(lambda: worker.lines("noted") == ["a"], LIMIT_S, "the repetition")
    assert worker.lines("begun")[-1] == "a 1"


def test_a_task_that_goes_on_failing_ends_in_dead_with_its_arguments(broker, broker_node, start):
    worker = start(ODD).wait_ready()

    message = _send(broker, "odd.fail", "a", 99)

    (dead,) = wire.read(broker_node.url, topology.DEAD, 1, LIMIT_S)
    assert (dead.id, dead.headers["task"], dead.body[0]) == (message.id, "odd.fail", ["a", 99])
    assert worker.lines("begun") == ["a 0", "a 1"]


def test_a_task_nobody_knows_ends_in_dead(broker, broker_node, start):
    start(ODD).wait_ready()

    message = _send(broker, "unheard.of")

    assert [a.id for a in wire.read(broker_node.url, topology.DEAD, 1, LIMIT_S)] == [message.id]


def test_a_message_that_is_no_task_ends_in_dead_and_stops_nothing(broker, broker_node, start):
    worker = start(ODD).wait_ready()

    with wire.channel(broker_node.url) as line:
        for body, kind in ((b"{not json", "application/json"), (b"\x80", "application/x-python")):
            headers = {"task": "odd.note", "id": new_id(), "lang": "py"}
            line.basic_publish(
                topology.WORK,
                KEY,
                body,
                wire.properties(content_type=kind, content_encoding="utf-8", headers=headers),
            )
        line.basic_publish(topology.WORK, KEY, json.dumps({"no": "task"}).encode())
    _send(broker, "odd.note", "after")

    wait_until(lambda: worker.lines("noted") == ["after"], LIMIT_S, "the task after")
    wait_until(lambda: wire.count(broker_node.url, topology.DEAD) == 3, LIMIT_S, "three dead")


def test_what_a_killed_worker_was_doing_is_done_again(broker, broker_node, start, tmp_path):
    first = start(ODD).wait_ready()
    _send(broker, "odd.wait", "a")
    wait_until(lambda: first.lines("begun"), LIMIT_S, "the task")

    first.kill()
    second = start(ODD).wait_ready()

    wait_until(lambda: len(second.lines("begun")) == 2, LIMIT_S, "the task again")
    (tmp_path / "go").touch()
    wait_until(lambda: second.lines("noted") == ["a"], LIMIT_S, "its end")
    assert second.stop() == 0
    assert wire.count(broker_node.url, KEY) == 0


def test_a_worker_told_to_stop_ends_what_it_does(broker, broker_node, start, tmp_path):
    worker = start(ODD).wait_ready()
    _send(broker, "odd.wait", "a")
    wait_until(lambda: worker.lines("begun"), LIMIT_S, "the task")

    worker.process.terminate()
    (tmp_path / "go").touch()

    assert worker.process.wait(LIMIT_S) == 0
    assert worker.lines("noted") == ["a"]
    assert not worker.ready_file.exists()
    assert wire.count(broker_node.url, KEY) == 0


def test_triggers_during_a_run_are_folded_into_one_more(broker, start, tmp_path):
    worker = start(ODD).wait_ready()
    _send(broker, "odd.fold", "queue")
    wait_until(lambda: worker.lines("begun"), LIMIT_S, "the first run")

    for _ in range(3):
        _send(broker, "odd.fold", "queue")
    _send(broker, "odd.note", "behind them")
    wait_until(lambda: worker.lines("noted") == ["behind them"], LIMIT_S, "the triggers")
    (tmp_path / "go").touch()

    expected = ["behind them", "queue", "queue"]
    wait_until(lambda: worker.lines("noted") == expected, LIMIT_S, "one more run")
