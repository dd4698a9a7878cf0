"""From a commit to the broker, on both databases and a real RabbitMQ."""

import os
import signal
import threading
import time

import pytest
from sqlmodel import col, func, select

from config.ports import free_port
from routing import outbox, topology
from routing.broker import Broker
from routing.database import ALL_COMPANIES, Database
from routing.outbox import Publisher, sweep
from routing.tables import Company, OutboxMessage, metadata
from tests.integration.broker import wire
from tests.services import private_broker
from tests.waiting import wait_until
from workers.sweeper import Sweeper

LIMIT_S = 20.0
BROKER_LIMIT_S = 60.0
#: RabbitMQ 3.10 brings back empty a quorum queue that was declared half a second before it was
#: killed. Requests do not rest on this (`routing.actions.stragglers`), but this test would.
QUEUE_IS_SAFE_S = 2.0


@pytest.fixture
def broker(broker_node):
    broker = Broker(broker_node.url)
    broker.declare()
    wire.purge(broker_node.url, "mail", "deadline", "dead")
    yield broker
    broker.close()


@pytest.fixture
def absent_broker():
    return Broker(f"amqp://127.0.0.1:{free_port()}//")


def _commit(database, company_id, *arguments):
    with database.transaction(company_id) as tx:
        for argument in arguments:
            tx.send_task("mail.send", topology.MAIL, argument)
        return list(tx.outbox_ids)


def _owed(database):
    with database.reading(ALL_COMPANIES) as reading:
        return reading.session.execute(select(func.count(col(OutboxMessage.id)))).scalar_one()


def _let_leases_run_out(database):
    database.clock.now += 6_000


def test_what_is_committed_is_published_at_once_and_then_owed_no_more(
    database, company_id, broker, broker_node
):
    publisher = Publisher(database, broker)
    publisher.start()

    ids = _commit(database, company_id, "a", "b", "c")

    arrived = wire.read(broker_node.url, topology.MAIL, 3, LIMIT_S)
    assert {a.id for a in arrived} == set(ids)
    assert {a.body[0][0] for a in arrived} == {"a", "b", "c"}
    wait_until(lambda: _owed(database) == 0, LIMIT_S, "an empty outbox")
    publisher.stop()


def test_stopping_publishes_what_was_committed_before(database, company_id, broker, broker_node):
    publisher = Publisher(database, broker)
    publisher.start()
    ids = _commit(database, company_id, *map(str, range(50)))

    publisher.stop()

    arrived = wire.read(broker_node.url, topology.MAIL, 50, LIMIT_S)
    assert {a.id for a in arrived} == set(ids)
    assert _owed(database) == 0


def test_what_is_rolled_back_is_never_sent(database, company_id, broker, broker_node):
    publisher = Publisher(database, broker)
    publisher.start()

    def fail_in_a_transaction():
        with database.transaction(company_id) as tx:
            tx.send_task("mail.send", topology.MAIL, "never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_a_transaction()
    publisher.stop()

    assert wire.count(broker_node.url, topology.MAIL) == 0


def test_the_sweep_publishes_what_a_dead_process_left_behind_oldest_first(
    database, company_id, broker, broker_node
):
    ids = []
    for argument in "abc":
        ids += _commit(database, company_id, argument)
        database.clock.now += 10
    _let_leases_run_out(database)

    assert sweep(database, broker) == 3

    arrived = wire.read(broker_node.url, topology.MAIL, 3, LIMIT_S)
    assert [a.id for a in arrived] == ids
    assert _owed(database) == 0


def test_the_sweep_leaves_alone_what_its_process_may_still_publish(database, company_id, broker):
    _commit(database, company_id, "a")

    assert sweep(database, broker) == 0
    assert _owed(database) == 1


def test_a_backlog_of_several_batches_is_swept_whole(database, company_id, broker, broker_node):
    many = 2 * outbox.BATCH + 10
    _commit(database, company_id, *map(str, range(many)))
    _let_leases_run_out(database)

    assert sweep(database, broker) == many
    assert len(wire.read(broker_node.url, topology.MAIL, many, LIMIT_S)) == many


def test_sweeps_at_the_same_time_publish_each_message_once(
    database, company_id, broker, broker_node
):
    ids = _commit(database, company_id, *map(str, range(200)))
    _let_leases_run_out(database)
    barrier = threading.Barrier(4)

    def one_sweep():
        barrier.wait(LIMIT_S)
        sweep(database, broker)

    sweeps = [threading.Thread(target=one_sweep) for _ in range(4)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join(LIMIT_S)

    arrived = wire.read(broker_node.url, topology.MAIL, 200, LIMIT_S)
    assert sorted(a.id for a in arrived) == sorted(ids)
    assert wire.count(broker_node.url, topology.MAIL) == 0


def test_while_the_broker_is_down_rows_stay_and_nobody_waits(database, company_id, absent_broker):
    publisher = Publisher(database, absent_broker)
    publisher.start()
    _commit(database, company_id, "a")
    _let_leases_run_out(database)

    assert sweep(database, absent_broker) == 0

    publisher.stop()
    assert _owed(database) == 1


def test_one_that_comes_too_late_leaves_the_row_to_the_sweep(
    database, company_id, broker, broker_node
):
    publisher = Publisher(database, broker)
    ids = _commit(database, company_id, "a")
    _let_leases_run_out(database)
    publisher.start()
    publisher.notify(ids)
    publisher.stop()

    assert wire.count(broker_node.url, topology.MAIL) == 0
    assert sweep(database, broker) == 1


def test_the_database_may_be_used_through_another_thread(database, company_id, broker):
    ran = []

    def elsewhere(function):
        ran.append(function)
        return function()

    publisher = Publisher(database, broker, elsewhere)
    publisher.start()
    _commit(database, company_id, "a")

    wait_until(lambda: _owed(database) == 0, LIMIT_S, "an empty outbox")
    publisher.stop()
    assert len(ran) == 2


def test_a_broker_killed_while_messages_are_published_loses_none(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'guichet.db'}")
    metadata.create_all(database.write_engine)
    with database.transaction(ALL_COMPANIES) as tx:
        company = Company(slug="acme", name="Acme", created_at=tx.now)
        tx.session.add(company)
        tx.session.flush()
    with private_broker(tmp_path / "broker") as node:
        broker, sweeping = Broker(node.url), Broker(node.url)
        publisher = Publisher(database, broker)
        sweeper = Sweeper("outbox", lambda: sweep(database, sweeping))
        publisher.start()
        sweeper.start()
        ids = _commit(database, company.id, "the first declares the queue")
        wait_until(lambda: _owed(database) == 0, LIMIT_S, "an empty outbox")
        declared = time.monotonic()
        wait_until(lambda: time.monotonic() > declared + QUEUE_IS_SAFE_S, LIMIT_S)
        for number in range(400):
            ids += _commit(database, company.id, str(number))
            if number == 150:
                # What is sent from now on is not confirmed before the kill.
                assert node.pid is not None
                os.kill(node.pid, signal.SIGSTOP)
            if number == 170:
                assert _owed(database) > 0
                node.kill()
            if number == 250:
                node.start()
        node.wait_ready(BROKER_LIMIT_S)
        wait_until(lambda: _owed(database) == 0, BROKER_LIMIT_S, "an empty outbox")
        publisher.stop()
        sweeper.stop()
        arrived = wire.read(node.url, topology.MAIL, 10_000, 2.0)

    assert {a.id for a in arrived} == set(ids)
