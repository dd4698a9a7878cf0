"""Which messages a change means for which customers: only ever what is their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select

from routing import expected_wait
from routing.expected_wait import Line
from routing.lifecycle import OPEN_REQUEST, RequestState
from routing.tables import Request, Session
from routing.transaction import Transaction
from webui.live.changes import Changes
from webui.live.conversation import lines_between
from webui.live.customer_views import (
    customer_line,
    customer_place,
    customer_session,
    customer_state,
)
from webui.live.messages.customer import CustomerMarks, CustomerPush
from webui.live.sockets import CustomerSocket
from webui.live.views import by_id

MOST_LINES = 500


@dataclass
class CustomerChanges:
    """What to tell customers.

    `begun` are sessions that customers have just met: their lines are still to be pushed. In `lines`
    places moved.
    """

    pushes: list[tuple[CustomerSocket, CustomerPush]] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    lines: set[Line] = field(default_factory=set)


def customer_changes(
    reading: Transaction, changes: Changes, customers: Sequence[CustomerSocket]
) -> CustomerChanges:
    """What these changes mean for these customers, and the lines in which places moved."""
    told = CustomerChanges()
    requests = by_id(reading, Request, changes.requests)
    told.lines = {expected_wait.line_of(request) for request in requests.values()}
    for request in requests.values():
        mine = [one for one in customers if one.request_id == request.id]
        if mine:
            _request(reading, told, request, mine)
    told.pushes += _marks(reading, changes, customers)
    return told


def line_pushes(
    reading: Transaction, session_id: str, customers: Sequence[CustomerSocket]
) -> tuple[list[tuple[CustomerSocket, CustomerPush]], bool]:
    """The lines that the session's customers have not been pushed yet, and whether there are more."""
    mine = [one for one in _ready(customers) if one.session_id == session_id]
    if not mine:
        return [], False
    first = min(one.last_line for one in mine)
    lines = lines_between(reading, session_id, first, MOST_LINES)
    pushes: list[tuple[CustomerSocket, CustomerPush]] = [
        (one, customer_line(line)) for one in mine for line in lines if line.number > one.last_line
    ]
    return pushes, len(lines) == MOST_LINES


def place_pushes(
    reading: Transaction, customers: Sequence[CustomerSocket], lines: Iterable[Line] | None
) -> list[tuple[CustomerSocket, CustomerPush]]:
    """The places that have changed, in these lines (None: in every line somebody stands in)."""
    wanted = None if lines is None else set(lines)
    pushes: list[tuple[CustomerSocket, CustomerPush]] = []
    for line, mine in _by_line(reading, customers).items():
        if wanted is not None and line not in wanted:
            continue
        places = expected_wait.for_line(reading, line)
        for one in mine:
            place = customer_place(places[one.request_id]) if one.request_id in places else None
            if place is not None and place != one.place:
                pushes.append((one, place))
    return pushes


def _ready(customers: Sequence[CustomerSocket]) -> list[CustomerSocket]:
    """Those that can take lines now; the others ask again when their snapshot is there."""
    ready = []
    for one in customers:
        # Noted before it is asked: the snapshot may come in between.
        one.unread = True
        if not one.outlet.holding:
            one.unread = False
            ready.append(one)
    return ready


def _by_line(
    reading: Transaction, customers: Sequence[CustomerSocket]
) -> dict[Line, list[CustomerSocket]]:
    waiting = select(Request).where(
        col(Request.id).in_({one.request_id for one in customers}),
        col(Request.state).in_([*OPEN_REQUEST, RequestState.POSTED]),
    )
    lines = {one.id: expected_wait.line_of(one) for one in reading.session.scalars(waiting)}
    found: dict[Line, list[CustomerSocket]] = {}
    for customer in customers:
        if customer.request_id in lines:
            found.setdefault(lines[customer.request_id], []).append(customer)
    return found


def _request(
    reading: Transaction, told: CustomerChanges, request: Request, mine: list[CustomerSocket]
) -> None:
    found = customer_session(reading, request.id)
    state = customer_state(reading, request, found)
    for one in mine:
        told.pushes.append((one, state))
        if found is not None and one.meet(found.session.id, found.session.agent_id):
            told.begun.add(found.session.id)


def _marks(
    reading: Transaction, changes: Changes, customers: Sequence[CustomerSocket]
) -> Iterator[tuple[CustomerSocket, CustomerPush]]:
    for session in by_id(reading, Session, changes.marks).values():
        mine = [one for one in customers if one.session_id == session.id]
        found = customer_session(reading, session.request_id) if mine else None
        if found is None or found.agent is None:
            continue
        marks = CustomerMarks(found.agent.delivered, found.agent.read)
        for one in mine:
            yield one, marks
