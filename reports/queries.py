"""The database's rows as facts: everything that began in a stretch of time.

Read in parts, so that a busy month costs columns and not objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import String, cast
from sqlmodel import col, func, select

from reports.directory import Directory
from reports.facts import NEVER, Column, Facts, Outcome, Requests, Sessions, State, States
from routing.clock import DAY, Millis
from routing.lifecycle import RequestState
from routing.tables import Agent, AgentState, Request, Session, Survey
from routing.transaction import Transaction

#: Rows taken from the database at a time.
PART = 20_000
#: A stretch of an agent's state that has ended is found by its beginning, no longer than this before:
#: a browser left open over a holiday, and not the whole history.
LONGEST_STRETCH: Millis = 31 * DAY

_FLOWED_OUT = (RequestState.OVERFLOWED, RequestState.DEFERRED)
_OUTCOMES = {
    **{state.value: Outcome.OPEN for state in RequestState},
    RequestState.CLOSED.value: Outcome.CLOSED,
    RequestState.ABANDONED.value: Outcome.ABANDONED,
    **{state.value: Outcome.FLOWED_OUT for state in _FLOWED_OUT},
}
_STATES = {state.name.lower(): state for state in State}

Kind = TypeVar("Kind", bound=Facts)
Row = Sequence[Any]


def requests(reading: Transaction, of: Directory, begin: Millis, end: Millis) -> Requests:
    """The requests that came in from `begin` until before `end`."""
    statement = select(  # type: ignore[call-overload]
        _id(Request.id), Request.posted_at, Request.accepted_at, Request.closed_at, Request.state,
        _id(Request.queue_id), _id(Request.portal_id), Request.customer_email,
    ).where(
        _within(Request.posted_at, begin, end), col(Request.state) != RequestState.REFUSED
    )  # fmt: skip
    resolved = _resolved(reading, begin, end)
    return _joined(
        Requests,
        (_requests(part, of, resolved) for part in _parts(reading, statement)),
    )


def sessions(reading: Transaction, of: Directory, begin: Millis, end: Millis) -> Sessions:
    """The sessions that began from `begin` until before `end`, as they stand now."""
    statement = (
        select(  # type: ignore[call-overload]
            Session.began_at, Session.ended_at, Session.wrap_up, _id(Session.queue_id),
            _id(Session.portal_id), _id(Session.agent_id), func.coalesce(Survey.face, 0),
        )
        .outerjoin(Survey, col(Survey.session_id) == col(Session.id))
        .where(_within(Session.began_at, begin, end))
    )  # fmt: skip
    return _joined(
        Sessions, (_sessions(part, of, reading.now) for part in _parts(reading, statement))
    )


def states(reading: Transaction, of: Directory, begin: Millis, end: Millis) -> States:
    """What lies between `begin` and `end` of the agents' states; what is still on ends now."""
    end = max(begin, min(end, reading.now))
    ended, began = col(AgentState.ended_at), col(AgentState.began_at)
    earliest = begin - LONGEST_STRETCH
    statement = select(
        AgentState.began_at, ended, _id(AgentState.agent_id), AgentState.state
    ).where(
        # The first condition says nothing more than the others, but lets the index leave out all history.
        began >= min(earliest, _still_on_since(reading)),
        began < end,
        col(AgentState.state).in_(_STATES),
        (ended.is_(None)) | ((ended > begin) & (began >= earliest)),
    )
    return _joined(States, (_states(part, of, begin, end) for part in _parts(reading, statement)))


def _still_on_since(reading: Transaction) -> Millis:
    """The beginning of the oldest stretch that is still on; now when there is none."""
    # By way of the agents, each of whom has one at most, and outer, so that SQLite keeps to that way:
    # asked in any other, it would walk through all history.
    of_agent = (
        (col(AgentState.agent_id) == col(Agent.id))
        & col(AgentState.ended_at).is_(None)
        & col(AgentState.state).in_(_STATES)
    )
    statement = select(AgentState.began_at).select_from(Agent).outerjoin(AgentState, of_agent)
    found: Sequence[Millis | None] = reading.session.scalars(statement).all()
    return min((began for began in found if began is not None), default=reading.now)


def _requests(rows: Sequence[Row], of: Directory, resolved: dict[str, bool]) -> Requests:
    ids, posted, accepted, closed, state, queue, portal, email = _columns(rows, 8)
    posted_at = np.array(posted, dtype=np.int64)
    return Requests(
        posted_at,
        _after(posted_at, accepted),
        _after(posted_at, closed),
        np.array([_OUTCOMES[name] for name in state], dtype=np.int8),
        of.queues.numbers(queue),
        of.portals.numbers(portal),
        np.array([_digest(of.company_id, address) for address in email], dtype=np.int64),
        np.array([resolved.get(id_, False) for id_ in ids], dtype=np.int8),
    )


def _sessions(rows: Sequence[Row], of: Directory, now: Millis) -> Sessions:
    began, ended, wrap_up, queue, portal, agent, face = _columns(rows, 7)
    began_at = np.array(began, dtype=np.int64)
    ended_at = _after(began_at, ended)
    # A wrap-up that still runs has taken what it has taken so far.
    so_far = np.where(ended_at == NEVER, 0, now - np.maximum(ended_at, 0))
    return Sessions(
        began_at,
        ended_at,
        np.clip(np.array(wrap_up, dtype=np.int64), 0, np.maximum(so_far, 0)),
        of.queues.numbers(queue),
        of.portals.numbers(portal),
        of.agents.numbers(agent),
        np.array(face, dtype=np.int8),
    )


def _states(rows: Sequence[Row], of: Directory, begin: Millis, end: Millis) -> States:
    began, ended, agent, state = _columns(rows, 4)
    began_at = np.clip(np.array(began, dtype=np.int64), begin, end)
    until = np.array([end if moment is None else moment for moment in ended], dtype=np.int64)
    return States(
        began_at,
        np.clip(until, began_at, end),
        of.agents.numbers(agent),
        np.array([_STATES[name] for name in state], dtype=np.int8),
    )


def _resolved(reading: Transaction, begin: Millis, end: Millis) -> dict[str, bool]:
    """Whether the last session ended resolved, for the requests of identified customers."""
    statement = (
        select(_id(Session.request_id), Session.resolution)
        .join(Request, col(Request.id) == col(Session.request_id))
        .where(_within(Request.posted_at, begin, end), col(Request.customer_email) != "")
        .order_by(col(Session.began_at), col(Session.id))
    )
    return {id_: resolution == "resolved" for id_, resolution in reading.session.execute(statement)}


@lru_cache(maxsize=100_000)
def _digest(company_id: str, address: str) -> int:
    """A number by which a customer is known again within their company, and not beyond it."""
    address = address.strip().lower()
    if not address:
        return 0
    key = company_id.encode()
    digest = hashlib.blake2b(address.encode(), digest_size=8, key=key).digest()
    return int.from_bytes(digest, signed=True) or 1


def _after(first: Column, then: Sequence[Millis | None]) -> Column:
    """Times that cannot lie before `first`; `NEVER` for those that are not."""
    times = np.array([NEVER if moment is None else moment for moment in then], dtype=np.int64)
    return np.where(times == NEVER, NEVER, np.maximum(times, first))


def _id(column: Any) -> Any:
    """An id as the database writes it: turning millions into the form with dashes takes minutes."""
    return cast(col(column), String)


def _within(column: Any, begin: Millis, end: Millis) -> Any:
    return (col(column) >= begin) & (col(column) < end)


def _parts(reading: Transaction, statement: Any) -> Iterator[Sequence[Row]]:
    result = reading.session.execute(statement, execution_options={"yield_per": PART})
    yield from result.partitions(PART)


def _columns(rows: Sequence[Row], width: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * width


def _joined(kind: type[Kind], parts: Iterator[Kind]) -> Kind:
    return kind.joined(list(parts) or [empty(kind)])


def empty(kind: type[Kind]) -> Kind:
    """Facts without a row."""
    codes = dict.fromkeys(kind.CODES, np.int32)
    types = {**dict.fromkeys(kind.names(), np.int64), **codes}
    return kind(*(np.empty(0, dtype=types[name]) for name in kind.names()))


#: How each kind of facts is read.
READ: dict[type[Facts], Callable[[Transaction, Directory, Millis, Millis], Any]] = {
    Requests: requests,
    Sessions: sessions,
    States: states,
}
