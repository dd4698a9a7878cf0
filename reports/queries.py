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
from sqlmodel import col, func, or_, select

from reports.directory import Directory
from reports.facts import NEVER, Column, Facts, Outcome, Requests, Sessions, State, States
from routing.clock import Millis
from routing.lifecycle import RequestState
from routing.tables import AgentState, Request, Session, Survey
from routing.tables.agent import LASTED_LONG, USUAL_STRETCH
from routing.tables.request import WAITED_LONG
from routing.transaction import Transaction

#: Rows taken from the database at a time.
PART = 20_000

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
    return _requests_where(reading, of, _within(Request.posted_at, begin, end))


def long_waiting(reading: Transaction, of: Directory, before: Millis, since: Millis) -> Requests:
    """The requests that came in before `before`, waited longer than `USUAL_WAIT` or still do, and were
    waiting at `since`.
    """
    over_at = func.coalesce(col(Request.accepted_at), col(Request.closed_at))
    return _requests_where(
        reading,
        of,
        col(Request.posted_at) < before,
        WAITED_LONG,
        or_(over_at.is_(None), over_at >= since),
    )


def _requests_where(reading: Transaction, of: Directory, *these: Any) -> Requests:
    statement = select(  # type: ignore[call-overload]
        _id(Request.id), Request.posted_at, Request.accepted_at, Request.closed_at, Request.state,
        _id(Request.queue_id), _id(Request.portal_id), Request.customer_email,
    ).where(*these, col(Request.state) != RequestState.REFUSED)  # fmt: skip
    resolved = _resolved(reading, *these)
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
    earliest = begin - USUAL_STRETCH
    of_state = select(AgentState.began_at, ended, _id(AgentState.agent_id), AgentState.state).where(
        col(AgentState.state).in_(_STATES), or_(ended.is_(None), ended > begin)
    )
    found = (
        part
        for these in (_within(began, earliest, end), (began < earliest) & LASTED_LONG)
        for part in _parts(reading, of_state.where(these))
    )
    return _joined(States, (_states(part, of, begin, end) for part in found))


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


def _resolved(reading: Transaction, *these: Any) -> dict[str, bool]:
    """Whether the last session ended resolved, for those of these requests whose customer is known."""
    statement = (
        select(_id(Session.request_id), Session.resolution)
        .join(Request, col(Request.id) == col(Session.request_id))
        .where(*these, col(Request.customer_email) != "")
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
