"""Sealed days: facts of closed days, put aside so that a year is read in a moment.

They can be made again at any time. Whoever writes history says so with `unseal`; whoever seals looks,
under the same lock, whether anything came in since it read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, func, select

from routing.clock import DAY, HOUR, Millis
from routing.database import ALL_COMPANIES, Database
from routing.days import day_at, midnight
from routing.lifecycle import FINAL_REQUEST, LIVE_SESSION, RequestState
from routing.packed_day import PackedFacts, Packer
from routing.tables import AgentState, Company, Request, SealedDay, Session
from routing.transaction import Transaction

#: How long after its end a day is closed. For a day after they asked, customers can still say what
#: they thought of a session; then nothing of it changes any more.
CLOSED_AFTER: Millis = 25 * HOUR

_NOT_FINAL = frozenset(RequestState) - FINAL_REQUEST
_ONE_DAY = timedelta(days=1)


def unseal(tx: Transaction, first: date, last: date) -> int:
    """Forget what was sealed of these days (the company's, both included) and of the next one, into
    which they may reach; how many rows. To be called in the transaction that writes their history.
    """
    _lock(tx)
    forgotten = delete(SealedDay).where(
        col(SealedDay.day) >= first.isoformat(),
        col(SealedDay.day) <= (last + _ONE_DAY).isoformat(),
    )
    return tx.change(forgotten)


def seal_everywhere(database: Database, packer: Packer) -> int:
    """Seal the closed days of every company; how many days."""
    with database.reading(ALL_COMPANIES) as reading:
        companies = list(reading.session.scalars(select(Company.id)))
    return sum(seal(database, company_id, packer) for company_id in companies)


def seal(database: Database, company_id: str, packer: Packer) -> int:
    """Seal the days of a company that are closed and not sealed yet; how many.

    Each in a transaction of its own, so that nobody waits long.
    """
    with database.reading(company_id) as reading:
        zone = ZoneInfo(reading.get(Company, company_id).time_zone)
        days = list(_due(reading, zone, packer))
    return sum(_seal_day(database, company_id, zone, day, packer) for day in days)


def _due(reading: Transaction, zone: ZoneInfo, packer: Packer) -> Iterator[date]:
    kept = {*_sealed(reading, zone, packer), *_open(reading, zone)}
    closed = day_at(zone, reading.now - CLOSED_AFTER)
    day = _busy_day(reading, zone, date.min)
    while day is not None and day < closed:
        if day not in kept:
            yield day
        day += _ONE_DAY
        if day not in kept:
            day = _busy_day(reading, zone, day)


def _busy_day(reading: Transaction, zone: ZoneInfo, day: date) -> date | None:
    """The first day from `day` on with a request: others hold nothing worth putting aside."""
    begin = 0 if day == date.min else midnight(zone, day)
    statement = select(func.min(col(Request.posted_at))).where(col(Request.posted_at) >= begin)
    found = reading.session.scalars(statement).first()
    return None if found is None else day_at(zone, found)


def _sealed(reading: Transaction, zone: ZoneInfo, packer: Packer) -> list[date]:
    """The days of which all kinds are there in today's format and zone."""
    statement = (
        select(SealedDay.day)
        .where(col(SealedDay.kind).in_(packer.kinds), col(SealedDay.zone) == str(zone))
        .group_by(col(SealedDay.day))
        .having(func.count() == len(packer.kinds))
    )
    return [date.fromisoformat(day) for day in reading.session.scalars(statement)]


def _open(reading: Transaction, zone: ZoneInfo) -> set[date]:
    """The days on which something began that is not over."""
    # By the states that it can have: an index finds those, and nothing finds what is not in it.
    requests = select(Request.posted_at).where(col(Request.state).in_(_NOT_FINAL))
    sessions = select(Session.began_at).where(col(Session.state).in_(LIVE_SESSION))
    return {
        day_at(zone, began)
        for statement in (requests, sessions)
        for began in reading.session.scalars(statement)
    }


def _seal_day(
    database: Database, company_id: str, zone: ZoneInfo, day: date, packer: Packer
) -> bool:
    with database.reading(company_id) as reading:
        seen = _counts(reading, zone, day)
        packed = packer.pack(reading, day)
    if packed is None:
        return False
    with database.transaction(company_id) as tx:
        _lock(tx)
        if _counts(tx, zone, day) != seen:
            return False
        _keep(tx, zone, day, packed)
    return True


def _counts(tx: Transaction, zone: ZoneInfo, day: date) -> list[int]:
    """How many rows concern the day, with those of the day before, which may reach into it.

    History is only ever added to: with the same counts it is the same.
    """
    begin, end = midnight(zone, day) - DAY, midnight(zone, day + _ONE_DAY)
    columns: tuple[tuple[Any, Any], ...] = (
        (Request, Request.posted_at),
        (Session, Session.began_at),
        (AgentState, AgentState.began_at),
    )
    return [
        tx.session.scalars(
            select(func.count()).select_from(table).where(col(column) >= begin, col(column) < end)
        ).one()
        for table, column in columns
    ]


def _keep(tx: Transaction, zone: ZoneInfo, day: date, packed: list[PackedFacts]) -> None:
    tx.change(delete(SealedDay).where(col(SealedDay.day) == day.isoformat()))
    tx.session.add_all(
        SealedDay(
            company_id=tx.company_id,
            kind=facts.kind,
            day=day.isoformat(),
            zone=str(zone),
            rows=facts.rows,
            made_at=tx.now,
            data=facts.data,
        )
        for facts in packed
    )


def _lock(tx: Transaction) -> None:
    """Whoever seals and whoever writes history wait for each other."""
    row = select(Company.id).where(col(Company.id) == tx.company_id)
    tx.session.execute(row.with_for_update(key_share=True)).all()
