"""The routing worker as it is run, between a real database and a real broker."""

import psutil
import pytest
from sqlalchemy import delete
from sqlmodel import col

from config.ports import free_port
from routing import topology
from routing.actions import intake
from routing.broker import Message
from routing.clock import MINUTE
from routing.database import ALL_COMPANIES
from routing.events import QueueChanged
from routing.identifiers import new_id
from routing.tables import Company, Deadline, OutboxMessage, Portal, Queue, Request
from tests.integration.broker import wire
from tests.integration.workers.running_worker import BATCH, BEAT, ROUTING
from tests.services import private_broker
from tests.waiting import wait_until

LIMIT_S = 30.0
#: A queue created at run time is promised to be served within 5 s.
SERVED_LIMIT_S = 5 * 5.0
#: What is overdue and unattended is promised to be acted on within some 2 s.
SWEPT_LIMIT_S = 5 * 2.0
BROKER_LIMIT_S = 60.0


@pytest.fixture
def company_id(database):
    with database.transaction(ALL_COMPANIES) as tx:
        company = Company(slug="acme", name="Acme", created_at=tx.now)
        tx.session.add(company)
        tx.session.flush()
        return company.id


@pytest.fixture
def portal_id(database, company_id):
    with database.transaction(company_id) as tx:
        portal = Portal(
            company_id=company_id, key="box", name="Box", type="smart_box", created_at=tx.now
        )
        tx.add(portal)
        return portal.id


def _post(database, company_id, portal_id, key="once"):
    with database.transaction(company_id) as tx:
        new = intake.NewRequest(idempotency_key=key, name="Ada", question="How?")
        return intake.post(tx, portal_id, new).request_id


def _request(database, company_id, request_id):
    with database.reading(company_id) as reading:
        return reading.get(Request, request_id)


def _state(database, company_id, request_id):
    return _request(database, company_id, request_id).state


def _stands(database, company_id, deadline_id):
    with database.reading(company_id) as reading:
        return reading.find(Deadline, deadline_id) is not None


def _add_queue(database, company_id, key, *, tell):
    with database.transaction(company_id) as tx:
        queue = Queue(company_id=company_id, key=key, name=key, created_at=tx.now)
        tx.add(queue)
        if tell:
            tx.emit(QueueChanged(queue.id))
        return queue.id


def _delete_queue(database, company_id, queue_id):
    with database.transaction(company_id) as tx:
        tx.change(delete(Queue).where(col(Queue.id) == queue_id))
        tx.emit(QueueChanged(queue_id))


def _consumers(url, queue):
    """How many consume the queue; None when there is none."""
    with wire.channel(url) as line:
        try:
            return line.queue_declare(queue, passive=True).method.consumer_count
        except wire.NOT_THERE:
            return None


@pytest.mark.usefixtures("publisher")
def test_a_posted_request_is_screened(database, company_id, portal_id, start):
    start(ROUTING).wait_ready()

    request_id = _post(database, company_id, portal_id)

    wait_until(
        lambda: _state(database, company_id, request_id) == "waiting", LIMIT_S, "the screening"
    )


@pytest.mark.usefixtures("publisher")
def test_a_request_posted_before_any_worker_ran_is_screened_when_one_does(
    database, company_id, portal_id, start
):
    request_id = _post(database, company_id, portal_id)

    start(ROUTING).wait_ready()

    wait_until(
        lambda: _state(database, company_id, request_id) == "waiting", LIMIT_S, "the screening"
    )


def test_what_a_process_killed_after_its_commit_owed_is_sent_by_the_worker(
    database, company_id, portal_id, start, broker
):
    # There is no publisher here: the process that posted is gone.
    request_id = _post(database, company_id, portal_id)

    start(ROUTING).wait_ready()

    wait_until(
        lambda: _state(database, company_id, request_id) == "waiting", LIMIT_S, "the screening"
    )


@pytest.mark.parametrize("tell", [True, False], ids=["told by the event", "event lost"])
@pytest.mark.usefixtures("publisher")
def test_a_queue_created_at_run_time_is_served_and_a_deleted_one_dropped(
    database, company_id, start, broker_node, tell
):
    start(ROUTING).wait_ready()
    name = topology.acd_key("acme", f"new-{tell}".lower())

    queue_id = _add_queue(database, company_id, name.rpartition(".")[2], tell=tell)
    wait_until(lambda: _consumers(broker_node.url, name) == 1, SERVED_LIMIT_S, "a consumer")

    _delete_queue(database, company_id, queue_id)
    wait_until(lambda: _consumers(broker_node.url, name) is None, SERVED_LIMIT_S, "its end")


@pytest.mark.usefixtures("publisher")
def test_queues_that_were_there_before_are_served_from_the_start(
    database, company_id, start, broker_node
):
    _add_queue(database, company_id, "there-before", tell=False)

    start(ROUTING).wait_ready()

    name = topology.acd_key("acme", "there-before")
    wait_until(lambda: _consumers(broker_node.url, name) == 1, SERVED_LIMIT_S, "a consumer")


@pytest.mark.usefixtures("publisher")
def test_a_deadline_is_acted_on_when_it_is_due(database, company_id, portal_id, start):
    start(ROUTING).wait_ready()
    request_id = _post(database, company_id, portal_id)
    wait_until(
        lambda: _state(database, company_id, request_id) == "waiting", LIMIT_S, "the screening"
    )

    with database.transaction(company_id) as tx:
        tx.lock(Request, request_id).first_offered_at = tx.now - MINUTE
        tx.set_deadline("warning_1", request_id, 300)

    wait_until(
        lambda: _request(database, company_id, request_id).warning_level == 1, LIMIT_S, "a warning"
    )


def test_deadlines_are_acted_on_although_the_broker_is_down(database, company_id, portal_id, start):
    request_id = _post(database, company_id, portal_id)
    with database.transaction(company_id) as tx:
        overdue = tx.set_deadline("warning_1", request_id, 0).id

    worker = start(ROUTING, url=f"amqp://127.0.0.1:{free_port()}//")

    wait_until(
        lambda: not _stands(database, company_id, overdue), LIMIT_S + SWEPT_LIMIT_S, "the sweep"
    )
    assert not worker.ready_file.exists()


def test_a_worker_survives_its_broker_and_does_what_was_posted_meanwhile(
    database, company_id, portal_id, start, tmp_path
):
    with private_broker(tmp_path / "broker") as node:
        # Started before its broker, too.
        node.kill()
        worker = start(ROUTING, url=node.url)
        _add_queue(database, company_id, "support", tell=False)
        first = _post(database, company_id, portal_id, "first")
        node.start()
        node.wait_ready(BROKER_LIMIT_S)
        wait_until(
            lambda: _state(database, company_id, first) == "waiting", BROKER_LIMIT_S, "the first"
        )

        node.kill()
        second = _post(database, company_id, portal_id, "second")
        node.start()
        node.wait_ready(BROKER_LIMIT_S)
        wait_until(
            lambda: _state(database, company_id, second) == "waiting", BROKER_LIMIT_S, "the second"
        )

        name = topology.acd_key("acme", "support")
        wait_until(lambda: _consumers(node.url, name) == 1, SERVED_LIMIT_S, "its queue again")
        wait_until(lambda: _owed(database) == 0, LIMIT_S, "an empty outbox")
        assert worker.stop() == 0


def _owed(database):
    with database.reading(ALL_COMPANIES) as reading:
        return reading.session.query(OutboxMessage).count()


@pytest.mark.usefixtures("publisher")
def test_a_deadline_that_is_gone_is_passed_over(
    database, company_id, portal_id, start, broker_node
):
    worker = start(ROUTING).wait_ready()
    with database.transaction(company_id) as tx:
        deadline = tx.set_deadline("customer_gone", portal_id, 100)
        tx.session.flush()
        tx.change(delete(Deadline).where(col(Deadline.id) == deadline.id))

    wait_until(lambda: "deadline.act" in worker.log.read_text(), LIMIT_S, "the message")
    assert wire.count(broker_node.url, topology.DEAD) == 0


def test_the_batch_workers_children_end_with_it_even_when_it_is_killed(start, broker):
    worker = start(BATCH, "batch").wait_ready()
    children = psutil.Process(worker.process.pid).children(recursive=True)
    assert children

    worker.kill()

    _, alive = psutil.wait_procs(children, timeout=LIMIT_S)
    assert not alive


def test_the_batch_worker_does_the_housekeeping(start, broker, broker_node, database):
    worker = start(BATCH, "batch").wait_ready()

    task, key = "housekeeping.purge_posted_keys", topology.HOUSEKEEPING
    broker.publish([Message(new_id(), topology.WORK, key, task, {"args": []})])

    wait_until(lambda: "task done" in worker.log.read_text(), LIMIT_S, "the task")
    assert worker.stop() == 0


def test_beat_starts_without_a_broker_and_keeps_its_memory_in_var(start, tmp_path):
    beat = start(BEAT, "beat", url=f"amqp://127.0.0.1:{free_port()}//")

    wait_until(lambda: list(tmp_path.glob("beat-schedule*")), LIMIT_S, "the schedule's file")
    assert beat.process.poll() is None
