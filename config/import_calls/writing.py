"""History into the database: all that is not there yet, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import delete, func
from sqlmodel import col, select

from config.company_choice import ChosenCompany
from config.import_calls import bulk
from config.import_calls.history import History, PastCall
from config.import_calls.made_id import digest_of, first_id, second_id
from config.import_calls.places import Places, make_places
from config.import_calls.standing import standing_of
from config.import_calls.stretches import Service, Span, stretches_of
from config.replay.calls import NOBODY
from routing.clock import SECOND
from routing.database import Database
from routing.tables import AgentState, Company, SealedDay, Session
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
        _one_at_a_time(tx)
        standing = standing_of(tx, company.slug, history)
        new = [
            call for call in history.calls if not standing.has(first_id(call.shown_at, call.digest))
        ]
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
    sessions = 0
    for first in range(0, len(calls), bulk.CHUNK):
        chunk = calls[first : first + bulk.CHUNK]
        answered = [call for call in chunk if call.answered_at is not None]
        bulk.write(tx, bulk.INSERT_REQUESTS, [_request(tx, places, call) for call in chunk])
        bulk.write(
            tx,
            bulk.INSERT_SESSIONS,
            [_session(tx, places, call, next(numbers)) for call in answered],
        )
        sessions += len(answered)
        wrote(len(chunk))
    return sessions


def _request(tx: Transaction, places: Places, call: PastCall) -> bulk.Values:
    answered = call.answered_at is not None
    return {
        "company_id": tx.company_id,
        "id": first_id(call.shown_at, call.digest),
        "portal_id": places.portal_id,
        "queue_id": places.queues[call.type],
        "state": "closed" if answered else "abandoned",
        "priority": call.priority,
        "customer_name": call.customer,
        "posted_at": call.posted_at,
        "line_since": call.posted_at,
        "last_seen_at": call.closed_at,
        "accepted_at": call.answered_at,
        "closed_at": call.closed_at,
        "end_reason": "ended" if answered else "customer_left",
    }


def _session(tx: Transaction, places: Places, call: PastCall, number: str) -> bulk.Values:
    return {
        "company_id": tx.company_id,
        "id": second_id(call.shown_at, call.digest),
        "number": number,
        "request_id": first_id(call.shown_at, call.digest),
        "portal_id": places.portal_id,
        "queue_id": places.queues[call.type],
        "agent_id": places.agents[call.agent or NOBODY],
        "began_at": call.answered_at,
        "active_at": call.answered_at,
        "ended_at": call.closed_at,
    }


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
    rows = [
        row
        for name, served in services.items()
        for row in _states(tx, places.agents[name], served, taken[places.agents[name]])
    ]
    bulk.write(tx, bulk.INSERT_STATES, rows)
    return len(rows)


def _states(
    tx: Transaction, agent_id: str, services: list[Service], taken: list[Span]
) -> Iterator[bulk.Values]:
    for stretch in stretches_of(services, taken):
        digest = digest_of(agent_id, stretch.state, str(stretch.ended_at))
        yield {
            "company_id": tx.company_id,
            "id": first_id(stretch.began_at, digest),
            "agent_id": agent_id,
            "state": stretch.state,
            "began_at": stretch.began_at,
            "ended_at": stretch.ended_at,
        }


def _taken(tx: Transaction, agent_ids: list[str]) -> dict[str, list[Span]]:
    found = tx.session.execute(
        select(AgentState.agent_id, AgentState.began_at, AgentState.ended_at).where(
            col(AgentState.agent_id).in_(agent_ids)
        )
    )
    taken: dict[str, list[Span]] = defaultdict(list)
    for agent_id, began, ended in found.tuples():
        taken[agent_id].append((began, _FOREVER if ended is None else ended))
    return taken


def _unseal(tx: Transaction, company: ChosenCompany, calls: Sequence[PastCall]) -> None:
    """What was sealed of these days has to be made again."""
    last = datetime.fromtimestamp(max(call.closed_at for call in calls) / SECOND, UTC)
    tx.change(
        delete(SealedDay).where(
            col(SealedDay.day) >= min(call.day for call in calls).isoformat(),
            col(SealedDay.day) <= last.astimezone(company.zone).date().isoformat(),
        )
    )
