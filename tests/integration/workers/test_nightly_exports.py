"""The batch worker writes what is owed, once, however often beat asks and whatever dies."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from routing import topology
from routing.broker import Message
from routing.clock import SECOND
from routing.database import ALL_COMPANIES
from routing.identifiers import new_id
from routing.tables import Company, ExportPlan, ExportSlot, MailMessage
from tests.integration.workers.running_worker import BATCH
from tests.waiting import wait_until

#: A night of three empty days takes seconds.
LIMIT_S = 60.0


@pytest.fixture
def company_id(database):
    """A company whose exports have been owed for three days."""
    now = datetime.fromtimestamp(database.clock() / SECOND, UTC)
    with database.transaction(ALL_COMPANIES) as tx:
        company = Company(slug="acme", name="Acme", created_at=tx.now)
        tx.session.add(company)
    with database.transaction(company.id) as tx:
        tx.add(
            ExportPlan(
                company_id=company.id,
                reports=["call_volume", "sessions"],
                mail_to=["boss@acme.example"],
                begins=(now - timedelta(minutes=30, days=3)).date().isoformat(),
                changed_at=tx.now,
            )
        )
    return company.id


def _nightly(broker) -> None:
    broker.publish(
        [Message(new_id(), topology.WORK, topology.EXPORT, "export.nightly", {"args": []})]
    )


def _rows(database, company_id, table):
    with database.reading(company_id) as reading:
        return list(reading.session.scalars(select(table)))


def _all_done(database, company_id):
    slots = _rows(database, company_id, ExportSlot)
    return len(slots) == 3 and all(slot.state == "done" for slot in slots)


@pytest.mark.feature("REPT-10")
def test_two_beats_and_two_workers_write_each_day_once(
    start, broker, database, company_id, tmp_path
):
    for name in ("batch", "second"):
        start(BATCH, name, batch_concurrency="2")
    for _ in range(6):
        _nightly(broker)

    wait_until(lambda: _all_done(database, company_id), LIMIT_S, "three exported days")

    folder = tmp_path / "exports" / "acme"
    slots = _rows(database, company_id, ExportSlot)
    assert sorted(path.name for path in folder.iterdir()) == sorted(slot.day for slot in slots)
    assert {slot.attempts for slot in slots} == {1}
    assert len(_rows(database, company_id, MailMessage)) == 3
    assert {slot.mail_id for slot in slots} == {
        mail.id for mail in _rows(database, company_id, MailMessage)
    }
