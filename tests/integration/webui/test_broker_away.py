"""While the broker is away a web process reads what others commit, and tells each thing once."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from routing.broker import EventStream
from routing.database import Database
from routing.events import AgentChanged
from routing.identifiers import new_id
from routing.tables import OutboxMessage
from routing.topology import EVENTS
from routing.transaction import OUTBOX_LEASE, Transaction
from tests.builders import a_company, a_database
from tests.services import free_port
from tests.waiting import wait_until
from webui.database_calls import DatabaseCalls
from webui.live import outbox_reader
from webui.live.live import Live
from webui.metrics import Metrics

LIMIT_S = 15.0
#: Seconds between two readings here, and many times that.
BRIEF_S, LONG_S = 0.02, 0.15


class Follower:
    """What hears every event beside the pusher."""

    def __init__(self) -> None:
        self.events: list[Mapping[str, Any]] = []
        self.losses = 0

    def heard(self, event: Mapping[str, Any]) -> None:
        self.events.append(event)

    def lost_events(self) -> None:
        self.losses += 1

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = a_database(database_url)
    yield made
    made.dispose()


@pytest.fixture
def calls(database: Database) -> DatabaseCalls:
    return DatabaseCalls(database, threads=False)


@pytest.fixture
def live(calls: DatabaseCalls, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """One web process's live side, whose broker is not there."""
    monkeypatch.setattr(outbox_reader, "INTERVAL", BRIEF_S)
    live = Live(calls, Metrics(), None)
    live.follow(Follower())
    nobody = f"amqp://127.0.0.1:{free_port()}//"
    live.start(listener=EventStream(nobody, live.heard, live.deaf, live.hears_again))
    yield live
    live.stop()


@pytest.fixture
def follower(live: Live) -> Follower:
    (one,) = live._followers
    assert isinstance(one, Follower)
    return one


@pytest.fixture
def company_id(database: Database) -> str:
    return a_company(database)


def happens(tx: Transaction) -> dict[str, Any]:
    """An event, here or elsewhere; its body."""
    tx.emit(AgentChanged(version=1, state="available"), agent_id=new_id())
    return tx.happened[-1]


def elsewhere(database: Database, company_id: str) -> dict[str, Any]:
    """Another process commits an event."""
    with database.transaction(company_id) as tx:
        return happens(tx)


def odd_event(tx: Transaction) -> OutboxMessage:
    """An event of an alert that does not say of which."""
    body = {"name": "offer.odd", "id": "odd", "company_id": tx.company_id, "data": {}}
    return OutboxMessage(
        company_id=tx.company_id,
        exchange=EVENTS,
        routing_key="offer.odd",
        body=body,
        created_at=tx.now,
        lease_until=tx.now + OUTBOX_LEASE,
    )


@contextmanager
def without_outbox(database: Database) -> Iterator[None]:
    """The outbox cannot be read meanwhile."""
    with database.write_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO hidden")
    try:
        yield
    finally:
        with database.write_engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE hidden RENAME TO outbox")


def let_pass(seconds: float) -> None:
    limit = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > limit, LIMIT_S)


def told_of(logs: list[Any]) -> list[Any]:
    return [log for log in logs if log["event"] == "outbox.not_read"]


def test_what_happens_elsewhere_is_told_once_also_when_the_broker_brings_it_later(
    live, calls, database, company_id, follower
):
    first = elsewhere(database, company_id)
    wait_until(lambda: follower.events == [first], LIMIT_S, "what happened elsewhere")
    # What the broker took with it is in no outbox: everybody has begun anew.
    assert follower.losses == 1

    own = calls.write(company_id, happens)
    last = elsewhere(database, company_id)
    wait_until(lambda: follower.events == [first, own, last], LIMIT_S, "each event once")

    live.hears_again()
    for event in (first, own, last):
        live.heard(event)
    assert follower.events == [first, own, last]
    assert follower.losses == 2


def test_while_the_broker_brings_events_the_outbox_is_not_read(
    live, database, company_id, follower
):
    live.hears_again()
    # One reading may still be under way.
    let_pass(LONG_S)
    event = elsewhere(database, company_id)
    let_pass(LONG_S)
    assert follower.events == []

    live.deaf()
    wait_until(lambda: follower.events == [event], LIMIT_S, "what the broker has not brought")


def test_an_outbox_that_cannot_be_read_is_read_when_it_can(live, database, company_id, follower):
    with capture_logs() as logs, without_outbox(database):
        wait_until(lambda: len(told_of(logs)) > 1, LIMIT_S)
    assert [log["exc_info"] for log in told_of(logs)[:2]] == [True, False]
    event = elsewhere(database, company_id)
    wait_until(lambda: follower.events == [event], LIMIT_S, "what happened elsewhere")


def test_an_event_that_cannot_be_understood_keeps_back_no_other(
    live, database, company_id, follower
):
    with capture_logs() as logs:
        with database.transaction(company_id) as tx:
            tx.add(odd_event(tx))
            event = happens(tx)
        wait_until(lambda: event in follower.events, LIMIT_S, "the other")
    assert [log["event"] for log in logs if log["log_level"] == "error"] == ["outbox.event_failed"]
