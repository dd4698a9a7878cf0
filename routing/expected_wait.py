"""Place in line and expected wait, from live data.

Work ahead (requests before this one, times the mean handling and wrap-up time of the last hour, thinned
by the abandonment of the last hour) divided by the slots on line. With fewer than ten calls of history
the queue's default is told; with nobody on line, none. When every slot is busy the customer's own
turn needs one of them to become free, so the request itself counts as work ahead too.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from routing.clock import HOUR, Millis
from routing.lifecycle import OPEN_REQUEST, RequestState
from routing.tables import Agent, Portal, PortalAgent, Queue, QueueMember, Request, Session
from routing.transaction import Transaction

HISTORY_NEEDED = 10


@dataclass(frozen=True)
class Line:
    """The line a request stands in: a queue's, or a standard portal's own."""

    queue_id: str | None
    portal_id: str


@dataclass(frozen=True)
class Place:
    """Place 1 is next; `expected_wait` in ms, None when nobody is on line."""

    place: int
    expected_wait: Millis | None
    agents_on_line: bool


@dataclass(frozen=True)
class Figures:
    """What a line's waits are reckoned from: ms a call takes (None without history), share who leave,
    places for sessions in all and those free now, and the wait to tell without history."""

    handling: Millis | None
    abandonment: float
    slots: int
    free: int
    default_wait: Millis


def line_of(request: Request) -> Line:
    """The line this request stands in."""
    return Line(request.queue_id, request.portal_id)


def expected(ahead: int, figures: Figures) -> Millis | None:
    """The wait (ms) of somebody with `ahead` requests before them; None when nobody is on line."""
    if figures.slots == 0:
        return None
    if ahead < figures.free:
        return 0
    if figures.handling is None:
        return figures.default_wait
    work = (ahead + (0 if figures.free else 1)) * figures.handling * (1 - figures.abandonment)
    return round(work / figures.slots)


def for_line(tx: Transaction, line: Line) -> dict[str, Place]:
    """The place of everybody who waits in this line, by request id."""
    figures = figures_of(tx, line)
    on_line = figures.slots > 0
    return {
        request_id: Place(ahead + 1, expected(ahead, figures), on_line)
        for ahead, request_id in enumerate(_waiting_ids(tx, line))
    }


def for_request(tx: Transaction, request: Request) -> Place:
    """The place of one waiting request."""
    places = for_line(tx, line_of(request))
    fallback = Place(len(places) + 1, None, False)
    return places.get(request.id, fallback)


def for_portal(tx: Transaction, portal: Portal) -> Place:
    """The place somebody who came in by this portal now would get."""
    line = Line(portal.queue_id if portal.mode == "queue" else None, portal.id)
    figures = figures_of(tx, line)
    ahead = len(_waiting_ids(tx, line))
    return Place(ahead + 1, expected(ahead, figures), figures.slots > 0)


def figures_of(tx: Transaction, line: Line) -> Figures:
    """The live figures of a line."""
    handling, answered = _handling(tx, line)
    left = _left(tx, line)
    slots, free = _slots(tx, line)
    total = answered + left
    rules = tx.get(Queue, line.queue_id) if line.queue_id else tx.get(Portal, line.portal_id)
    return Figures(
        handling if answered >= HISTORY_NEEDED else None, left / total if total else 0.0, slots, free,
        rules.default_wait,
    )  # fmt: skip


def _waiting_ids(tx: Transaction, line: Line) -> list[str]:
    waiting = select(Request.id).where(col(Request.state).in_([*OPEN_REQUEST, RequestState.POSTED]))
    ordered = _in_line(waiting, line).order_by(
        col(Request.priority).desc(), col(Request.line_since), col(Request.id)
    )
    return list(tx.session.scalars(ordered))


def _in_line(statement: SelectOfScalar[str], line: Line) -> SelectOfScalar[str]:
    if line.queue_id is not None:
        return statement.where(col(Request.queue_id) == line.queue_id)
    return statement.where(
        col(Request.queue_id).is_(None), col(Request.portal_id) == line.portal_id
    )


def _handling(tx: Transaction, line: Line) -> tuple[Millis, int]:
    """Mean ms of session and wrap-up over the sessions of the last hour, and how many there were."""
    statement = select(
        func.avg(col(Session.ended_at) - col(Session.began_at) + col(Session.wrap_up)), func.count()
    ).where(col(Session.ended_at) >= tx.now - HOUR)
    if line.queue_id is not None:
        statement = statement.where(col(Session.queue_id) == line.queue_id)
    else:
        statement = statement.where(
            col(Session.queue_id).is_(None), col(Session.portal_id) == line.portal_id
        )
    mean, count = tx.session.execute(
        statement.where(col(Session.company_id) == tx.company_id)
    ).one()
    return round(mean or 0), int(count)


def _left(tx: Transaction, line: Line) -> int:
    statement = select(Request.id).where(
        col(Request.state) == RequestState.ABANDONED, col(Request.closed_at) >= tx.now - HOUR
    )
    return len(tx.session.scalars(_in_line(statement, line)).all())


def _slots(tx: Transaction, line: Line) -> tuple[int, int]:
    """Places for sessions of the agents on line, and how many of those are free now."""
    statement = select(Agent).where(col(Agent.connected), col(Agent.status) == "available")
    if line.queue_id is not None:
        members = select(QueueMember.agent_id).where(col(QueueMember.queue_id) == line.queue_id)
    else:
        members = select(PortalAgent.agent_id).where(col(PortalAgent.portal_id) == line.portal_id)
    agents = tx.session.scalars(statement.where(col(Agent.id).in_(members))).all()
    slots = sum(agent.max_sessions for agent in agents)
    free = sum(
        agent.max_sessions - agent.sessions - agent.reserved
        for agent in agents
        if agent.wrap_up_until is None
    )
    return slots, max(0, free)
