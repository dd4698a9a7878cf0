"""What a wallboard needs to know of a request: few columns, read for a whole day or for some ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from sqlmodel import col, or_, select

from routing.clock import Millis
from routing.lifecycle import OPEN_REQUEST, RequestState
from routing.tables import Request
from routing.tables.request import USUAL_WAIT, WAITED_LONG
from routing.transaction import Transaction

#: Identifiers in one statement: without statistics SQLite looks up two by their key, but for three it
#: walks through all of the company's requests (20,000 of them take 10 ms).
MOST_IDS = 2
WAITING_STATES = frozenset({*OPEN_REQUEST, RequestState.POSTED})

_COLUMNS = (
    Request.id,
    Request.state,
    Request.posted_at,
    Request.accepted_at,
    Request.closed_at,
    Request.queue_id,
    Request.portal_id,
)


class Fact(NamedTuple):
    """One request. `abandoned_at` is None for those answered before their customer left.

    `waits` also for who has come back into line after their agent was lost.
    """

    posted_at: Millis
    accepted_at: Millis | None
    abandoned_at: Millis | None
    waits: bool
    refused: bool
    queue_id: str | None
    portal_id: str

    @property
    def ended_at(self) -> Millis | None:
        """When the (first) wait was over, never before it began; None while it lasts."""
        ended_at = self.abandoned_at if self.accepted_at is None else self.accepted_at
        return None if ended_at is None else max(ended_at, self.posted_at)


Facts = dict[str, Fact]


def of_day(reading: Transaction, begins: Millis) -> Facts:
    """The requests that came in, waited or were answered since `begins`, by id."""
    posted_at, earliest = col(Request.posted_at), begins - USUAL_WAIT
    waited = or_(
        col(Request.accepted_at) >= begins,
        col(Request.accepted_at).is_(None) & (col(Request.closed_at) >= begins),
    )
    lately = _of_company(reading).where(posted_at >= earliest, or_(posted_at >= begins, waited))
    long_ago = _of_company(reading).where(posted_at < earliest, WAITED_LONG, waited)
    return {**_read(reading, lately), **_read(reading, long_ago), **_waiting(reading)}


def of_ids(reading: Transaction, ids: Iterable[str]) -> Facts:
    """The requests with these ids; missing ones are left out."""
    found: Facts = {}
    left = iter(ids)
    while some := list(islice(left, MOST_IDS)):
        found |= _read(reading, _of_company(reading).where(col(Request.id).in_(some)))
    return found


def lately(reading: Transaction, since: Millis) -> Facts:
    """The requests posted from `since` on, and all that wait: what a lost event may have been about."""
    posted = _of_company(reading).where(col(Request.posted_at) >= since)
    return {**_read(reading, posted), **_waiting(reading)}


def _waiting(reading: Transaction) -> Facts:
    states = col(Request.state).in_([*WAITING_STATES])
    return _read(reading, _of_company(reading).where(states))


def _of_company(reading: Transaction) -> Any:
    return select(*_COLUMNS).where(col(Request.company_id) == reading.company_id)  # type: ignore[call-overload]


def _read(reading: Transaction, statement: Any) -> Facts:
    return dict(_facts(reading.session.execute(statement)))


def _facts(rows: Iterable[Any]) -> Iterator[tuple[str, Fact]]:
    for request_id, state, posted_at, accepted_at, closed_at, queue_id, portal_id in rows:
        left = state == RequestState.ABANDONED and accepted_at is None
        yield (
            request_id,
            Fact(
                posted_at=posted_at,
                accepted_at=accepted_at,
                abandoned_at=(closed_at or posted_at) if left else None,
                waits=state in WAITING_STATES,
                refused=state == RequestState.REFUSED,
                queue_id=queue_id,
                portal_id=portal_id,
            ),
        )
