"""What happens to a request nobody takes: two warning levels with a reminder each, then the tier."""

from __future__ import annotations

from routing.actions import ringing
from routing.clock import Millis
from routing.events import RequestEscalated, RequestWarned
from routing.lifecycle import TAKEABLE_REQUEST
from routing.tables import Request
from routing.transaction import Transaction


def warn(tx: Transaction, request_id: str, level: int) -> None:
    """Raise an untaken request's warning level and ask everybody anew."""
    request = tx.lock(Request, request_id)
    timing = ringing.timing_of(tx, request)
    due = _is_due(tx, request, timing.warning_1 if level == 1 else timing.warning_2)
    if request.state not in TAKEABLE_REQUEST or request.warning_level >= level or not due:
        return
    request.warning_level = level
    request.round += 1
    request.version += 1
    tx.session.add(request)
    tx.emit(RequestWarned(request.version, level), request_id=request_id)
    ringing.call_again(tx, request, reminder=level)


def escalate(tx: Transaction, request_id: str) -> None:
    """Put an untaken request before the tier its queue or portal names."""
    request = tx.lock(Request, request_id)
    timing = ringing.timing_of(tx, request)
    tier_id = timing.escalation_tier_id
    if request.state not in TAKEABLE_REQUEST or tier_id is None or request.tier_id == tier_id:
        return
    if not _is_due(tx, request, timing.escalation):
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
    if request is not None and request.tier_id is not None:
        ringing.ring_tier(tx, request)


def _is_due(tx: Transaction, request: Request, after: Millis) -> bool:
    """A request that came back from a lost agent begins anew: its earlier deadlines mean nothing any more."""
    return request.first_offered_at is not None and tx.now >= request.first_offered_at + after
