"""What happens to a request nobody takes: two warning levels with a reminder each, then the tier."""

from __future__ import annotations

from routing.actions import ringing
from routing.events import RequestEscalated, RequestWarned
from routing.lifecycle import TAKEABLE_REQUEST
from routing.tables import Request
from routing.transaction import Transaction


def warn(tx: Transaction, request_id: str, level: int) -> None:
    """Raise an untaken request's warning level and ask everybody anew."""
    request = tx.lock(Request, request_id)
    if request.state not in TAKEABLE_REQUEST or request.warning_level >= level:
        return
    request.warning_level = level
    request.round += 1
    request.version += 1
    tx.session.add(request)
    tx.emit(RequestWarned(request.version, level), request_id=request_id)
    if not request.lost:
        remind(tx, request)


def remind(tx: Transaction, request: Request) -> None:
    """Ring again: at the next agent of the queue, or at everybody of the tier or portal."""
    if request.queue_id is not None:
        ringing.call_agents(tx, request)
    elif request.tier_id is None:
        ringing.ring_portal(tx, request, reminder=request.warning_level)
    if request.tier_id is not None:
        ringing.ring_tier(tx, request)


def escalate(tx: Transaction, request_id: str) -> None:
    """Put an untaken request before the tier its queue or portal names."""
    request = tx.lock(Request, request_id)
    tier_id = ringing.timing_of(tx, request).escalation_tier_id
    if request.state not in TAKEABLE_REQUEST or tier_id is None or request.tier_id == tier_id:
        return
    request.tier_id = tier_id
    request.kind = "escalated"
    request.round += 1
    request.version += 1
    tx.session.add(request)
    tx.emit(RequestEscalated(request.version, tier_id), request_id=request_id)
    ringing.call_tier(tx, request)


def alert(tx: Transaction, request_id: str) -> None:
    """Ring an escalated request, orange, at every available agent entitled to its tier."""
    request = ringing.lock_takeable(tx, request_id)
    if request is not None and request.tier_id is not None and not request.lost:
        ringing.ring_tier(tx, request)
