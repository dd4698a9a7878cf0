"""The one way a state changes: next state from the table, version raised, event written."""

from __future__ import annotations

from routing import events
from routing.lifecycle import (
    OfferHappened,
    OfferState,
    RequestHappened,
    RequestState,
    SessionHappened,
    SessionState,
    next_offer,
    next_request,
    next_session,
)
from routing.tables import Offer, Request, Session
from routing.transaction import Transaction

# Requests that come back to the head of their line get this credit (ms, some thousand years), so that
# several of them keep the order in which they were posted.
HEAD_OF_LINE = 100_000_000_000_000


def move_request(
    tx: Transaction, request: Request, happened: RequestHappened, why: str = ""
) -> None:
    """Move a request (locked by the caller) and say so; raises `IllegalTransition`."""
    request.state = next_request(request.state, happened)
    request.version += 1
    tx.session.add(request)
    tx.emit(_request_event(tx, request, why), request_id=request.id)


def to_head_of_line(request: Request) -> None:
    """Let a request that comes back from its agent begin anew, before everybody not served yet.

    Its warnings and its escalation count from the next first offer, and whoever let it pass is asked.
    """
    request.line_since = request.posted_at - HEAD_OF_LINE
    request.first_offered_at, request.warning_level = None, 0
    request.round += 1
    if request.tier_id is not None:
        request.tier_id, request.kind = None, "new"


def move_offer(
    tx: Transaction,
    offer: Offer,
    happened: OfferHappened,
    why: str = "",
    winner_id: str | None = None,
) -> None:
    """Move an offer (its request locked by the caller) and say so; raises `IllegalTransition`."""
    offer.state = next_offer(offer.state, happened)
    offer.version += 1
    offer.answered_at = tx.now
    tx.session.add(offer)
    tx.emit(
        _offer_event(offer, why, winner_id), request_id=offer.request_id, agent_id=offer.agent_id
    )


def move_session(tx: Transaction, session: Session, happened: SessionHappened) -> None:
    """Move a session (locked by the caller) and say so; raises `IllegalTransition`."""
    session.state = next_session(session.state, happened)
    session.version += 1
    tx.session.add(session)
    tx.emit(
        _session_event(session),
        request_id=session.request_id,
        session_id=session.id,
        agent_id=session.agent_id,
    )


def _request_event(tx: Transaction, request: Request, why: str) -> events.Event:
    version = request.version
    match RequestState(request.state):
        case RequestState.POSTED:
            return events.RequestPosted(version, request.portal_id)
        case RequestState.WAITING:
            return events.RequestWaiting(version, request.queue_id, request.line_since < 0, why)
        case RequestState.OFFERED:
            return events.RequestOffered(version)
        case RequestState.IN_LINE:
            return events.RequestInLine(version)
        case RequestState.ACCEPTED:
            return events.RequestAccepted(version, tx.now - request.posted_at)
        case RequestState.IN_SESSION:
            return events.RequestInSession(version)
        case RequestState.CLOSED:
            return events.RequestClosed(version)
        case RequestState.ABANDONED:
            return events.RequestAbandoned(version, request.closed_at or tx.now, why)
        case RequestState.REFUSED:
            return events.RequestRefused(version, why)
        case RequestState.OVERFLOWED:
            return events.RequestOverflowed(version, request.queue_id)
        case RequestState.DEFERRED:
            return events.RequestDeferred(version)


def _offer_event(offer: Offer, why: str, winner_id: str | None) -> events.Event:
    match OfferState(offer.state):
        case OfferState.RINGING:
            return events.OfferRinging(offer.id, offer.version, offer.reason)
        case OfferState.ACCEPTED:
            return events.OfferAccepted(offer.id, offer.version)
        case OfferState.DECLINED:
            return events.OfferDeclined(offer.id, offer.version)
        case OfferState.EXPIRED:
            return events.OfferExpired(offer.id, offer.version)
        case OfferState.WITHDRAWN:
            return events.OfferWithdrawn(offer.id, offer.version, why, winner_id)


def _session_event(session: Session) -> events.Event:
    match SessionState(session.state):
        case SessionState.CONNECTING:
            return events.SessionConnecting(session.version)
        case SessionState.ACTIVE:
            return events.SessionActive(session.version)
        case SessionState.RECONNECTING:
            return events.SessionReconnecting(session.version)
        case SessionState.HANDING_OVER:
            return events.SessionHandingOver(session.version)
        case SessionState.ENDED:
            return events.SessionEnded(session.version, session.ended_by, session.resolution)
