"""History into the database: all that is not there yet, in one transaction."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from operator import itemgetter

from sqlalchemy import func
from sqlmodel import col, select

from config.company_choice import ChosenCompany
from config.import_calls import bulk
from config.import_calls.history import History, PastCall
from config.import_calls.made_id import digest_of, first_id, plain, second_id
from config.import_calls.places import Places, make_places
from config.import_calls.standing import standing_of
from config.import_calls.stretches import Service, Span, stretches_of
from config.replay.calls import NOBODY
from routing.actions import sealed_days
from routing.database import Database
from routing.days import day_at
from routing.errors import RoutingError
from routing.tables import AgentState, Company, Session
from routing.transaction import Transaction

#: Imported sessions are numbered C00000001, C00000002 …; those of the product have digits only.
NUMBER_LETTER = "C"
_NUMBER_DIGITS = 8
_FOREVER = 2**62

Wrote = Callable[[int], object]


@dataclass(frozen=True)
class Written:
    """How many rows were new."""

    requests: int
    sessions: int
    stretches: int


def write_history(
    database: Database, company: ChosenCompany, history: History, wrote: Wrote
) -> Written:
    """Adds what is missing of `history`; `wrote` is told of every so many calls.

    All or nothing: an error leaves the database as it was.
    """
    with database.transaction(company.id) as tx:
        written = _write_missing(tx, company, history, wrote)
    # So many rows at once may change which index is the right one. They are there all the same when it
    # cannot be said now: the batch worker says it every ten minutes.
    with suppress(RoutingError):
        database.refresh_statistics()
    return written


def _write_missing(
    tx: Transaction, company: ChosenCompany, history: History, wrote: Wrote
) -> Written:
    _one_at_a_time(tx)
    standing = standing_of(tx, company.slug, history)
    new = [call for call in history.calls if not standing.has(call)]
    if not new:
        return Written(0, 0, 0)
    places = make_places(tx, company, history, standing)
    sessions = _write_calls(tx, places, new, wrote)
    stretches = _write_states(tx, places, history.calls, new)
    _unseal(tx, company, history.calls)
    return Written(len(new), sessions, stretches)


def _one_at_a_time(tx: Transaction) -> None:
    # Numbers are unique over all companies, so imports of two companies wait for each other, too.
    tx.session.execute(
        select(Company.id).order_by(col(Company.id)).with_for_update(key_share=True)
    ).all()


def _write_calls(tx: Transaction, places: Places, calls: Sequence[PastCall], wrote: Wrote) -> int:
    numbers = _numbers(tx)
    rows = bulk.Bulk(tx)
    at = _Columns(tx, places)
    written = 0
    for first in range(0, len(calls), bulk.CHUNK):
        chunk = calls[first : first + bulk.CHUNK]
        ids = [first_id(call.shown_at, call.digest) for call in chunk]
        rows.write(bulk.INSERT_REQUESTS, map(at.request, chunk, ids))
        sessions = (
            at.session(call, made, next(numbers))
            for call, made in zip(chunk, ids, strict=True)
            if call.answered_at is not None
        )
        written += rows.write(bulk.INSERT_SESSIONS, sessions)
        wrote(len(chunk))
    return written


class _Columns:
    """Calls as the values of `bulk`'s statements, in their order."""

    def __init__(self, tx: Transaction, places: Places) -> None:
        self._company = plain(tx.company_id)
        self._portal = plain(places.portal_id)
        self._queues = {kind: plain(one) for kind, one in places.queues.items()}
        self._agents = {name: plain(one) for name, one in places.agents.items()}

    def request(self, call: PastCall, made: str) -> bulk.Values:
        answered = call.answered_at is not None
        return (
            *(self._company, made, self._portal),
            *(self._queues[call.type], "closed" if answered else "abandoned"),
            *(call.priority, call.customer, call.posted_at, call.posted_at, call.closed_at),
            *(call.answered_at, call.closed_at, "ended" if answered else "customer_left"),
        )

    def session(self, call: PastCall, request_id: str, number: str) -> bulk.Values:
        return (
            *(self._company, second_id(call.shown_at, call.digest), number, request_id),
            *(self._portal, self._queues[call.type], self._agents[call.agent or NOBODY]),
            *(call.answered_at, call.answered_at, call.closed_at),
        )


def _numbers(tx: Transaction) -> Iterator[str]:
    # Over all companies, as the numbers are unique over all: hence past the company's scope.
    column = Session.__table__.c.number  # type: ignore[attr-defined]
    last = tx.session.scalar(
        select(func.max(column)).where(
            column >= NUMBER_LETTER, column < chr(ord(NUMBER_LETTER) + 1)
        )
    )
    following = int(last.removeprefix(NUMBER_LETTER)) + 1 if last else 1
    return (f"{NUMBER_LETTER}{number:0{_NUMBER_DIGITS}}" for number in count(following))


def _write_states(
    tx: Transaction, places: Places, calls: Sequence[PastCall], new: Sequence[PastCall]
) -> int:
    """The stretches of those who have a new session, from all their calls of the file."""
    concerned = {call.agent for call in new} - {None, NOBODY}
    services: dict[str, list[Service]] = defaultdict(list)
    for call in calls:
        if call.agent in concerned and call.answered_at is not None:
            services[call.agent or NOBODY].append(
                Service(call.answered_at, call.closed_at, call.day)
            )
    taken = _taken(tx, [places.agents[name] for name in services])
    # In the order of their time, as everything else: that keeps the writing in one place of the file.
    rows = heapq.merge(
        *(
            _states(tx, places.agents[name], served, taken[places.agents[name]])
            for name, served in services.items()
        ),
        key=itemgetter(1),
    )
    return bulk.Bulk(tx).write(bulk.INSERT_STATES, rows)


def _states(
    tx: Transaction, agent_id: str, services: list[Service], taken: list[Span]
) -> Iterator[tuple[str, str, str, str, int, int]]:
    company, agent = plain(tx.company_id), plain(agent_id)
    for stretch in stretches_of(services, taken):
        digest = digest_of(agent, stretch.state, str(stretch.ended_at))
        made = first_id(stretch.began_at, digest)
        yield company, made, agent, stretch.state, stretch.began_at, stretch.ended_at


def _taken(tx: Transaction, agent_ids: list[str]) -> dict[str, list[Span]]:
    found = tx.session.execute(
        select(AgentState.agent_id, AgentState.began_at, AgentState.ended_at).where(
            col(AgentState.agent_id).in_(agent_ids)
        )
    )
    taken: dict[str, list[Span]] = defaultdict(list)
    for agent_id, began, ended in found:
        taken[agent_id].append((began, _FOREVER if ended is None else ended))
    return taken


def _unseal(tx: Transaction, company: ChosenCompany, calls: Sequence[PastCall]) -> None:
    """What was put aside of these days has to be made again."""
    last = day_at(company.zone, max(call.closed_at for call in calls))
    sealed_days.unseal(tx, min(call.day for call in calls), last)
