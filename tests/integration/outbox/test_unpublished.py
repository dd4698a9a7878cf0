"""Reading the events that the broker has not taken yet, on both databases."""

from collections.abc import Set

import pytest
from sqlmodel import col, delete

from routing import topology, unpublished
from routing.database import ALL_COMPANIES, Database
from routing.events import AgentChanged
from routing.identifiers import new_id
from routing.tables import Company, OutboxMessage
from routing.unpublished import LOOK_BACK

NOTHING: Set[str] = frozenset()


def _commit(database: Database, company_id: str, *states: str) -> list[str]:
    """One transaction with an event a state, and a task that is no event."""
    with database.transaction(company_id) as tx:
        for state in states:
            tx.emit(AgentChanged(version=1, state=state), agent_id=new_id())
        tx.send_task("mail.send", topology.MAIL, *states)
        return [event["id"] for event in tx.happened]


def _read(database: Database, known: Set[str] = NOTHING) -> unpublished.Unpublished:
    with database.reading(ALL_COMPANIES) as reading:
        return unpublished.unpublished(reading, known)


def _told(found: unpublished.Unpublished) -> list[str]:
    return [event["id"] for event in found.events]


def test_events_of_every_company_are_read_oldest_first_and_once(database, company_id):
    with database.transaction(ALL_COMPANIES) as tx:
        other = Company(slug="globex", name="Globex", created_at=tx.now)
        tx.add(other)
    committed = _commit(database, company_id, "available", "in_session")
    database.clock.now += 1
    committed += _commit(database, other.id, "unavailable")

    first = _read(database)
    assert _told(first) == committed
    assert [event["data"]["state"] for event in first.events][-1] == "unavailable"
    assert _told(_read(database, first.known)) == []

    later = _commit(database, company_id, "wrap_up")
    assert _told(_read(database, first.known)) == later


def test_what_was_published_meanwhile_is_forgotten(database, company_id):
    _commit(database, company_id, "available")
    first = _read(database)
    with database.transaction(ALL_COMPANIES) as tx:
        tx.change(delete(OutboxMessage).where(col(OutboxMessage.id).in_(first.known)))

    assert _read(database, first.known) == unpublished.Unpublished([], NOTHING)


def test_what_a_long_outage_has_gathered_is_not_read_again_and_again(database, company_id):
    _commit(database, company_id, "available")
    database.clock.now += LOOK_BACK
    at_the_end = _read(database)
    database.clock.now += 1

    assert len(at_the_end.events) == 1
    assert _read(database, at_the_end.known) == unpublished.Unpublished([], NOTHING)


def test_more_than_a_batch_comes_in_several_readings(
    database, company_id, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(unpublished, "BATCH", 2)
    committed = _commit(database, company_id, *"abcde")
    told: list[str] = []
    known = NOTHING
    for _ in range(3):
        found = _read(database, known)
        told, known = told + _told(found), found.known

    assert told == committed
