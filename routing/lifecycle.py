"""The three state tables, as data: request, offer, session.

A transition is (state, what happened) → next state. Anything else raises `IllegalTransition` and
changes nothing. The tables are drawn in docs/routing.md from this data and walked by a property test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from routing.errors import IllegalTransition


class RequestState(StrEnum):
    """Where a request is."""

    POSTED = "posted"
    WAITING = "waiting"
    OFFERED = "offered"
    IN_LINE = "in_line"
    ACCEPTED = "accepted"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    ABANDONED = "abandoned"
    REFUSED = "refused"
    OVERFLOWED = "overflowed"
    DEFERRED = "deferred"


class RequestHappened(StrEnum):
    """What can happen to a request."""

    SCREENED = "screened"
    RUNG = "rung"
    SILENCED = "silenced"
    TAKEN = "taken"
    TAKEN_IN_LINE = "taken_in_line"
    ROOM_FOUND = "room_found"
    AGENT_LOST = "agent_lost"
    MET = "met"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    LEFT = "left"
    REFUSED = "refused"
    OVERFLOWED = "overflowed"
    ENTERED = "entered"
    DEFERRED = "deferred"
    RESUMED = "resumed"


class OfferState(StrEnum):
    """Where an offer is."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OfferHappened(StrEnum):
    """What can happen to an offer."""

    YES = "yes"
    NO = "no"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"


class SessionState(StrEnum):
    """Where a session is."""

    CONNECTING = "connecting"
    ACTIVE = "active"
    RECONNECTING = "reconnecting"
    HANDING_OVER = "handing_over"
    ENDED = "ended"


class SessionHappened(StrEnum):
    """What can happen to a session."""

    MET = "met"
    LINE_LOST = "line_lost"
    LINE_BACK = "line_back"
    TRANSFER_RINGS = "transfer_rings"
    TRANSFER_BACK = "transfer_back"
    ENDED = "ended"


R, RH = RequestState, RequestHappened
REQUEST: Final[Mapping[tuple[RequestState, RequestHappened], RequestState]] = {
    (R.POSTED, RH.SCREENED): R.WAITING,
    (R.POSTED, RH.REFUSED): R.REFUSED,
    (R.POSTED, RH.DEFERRED): R.DEFERRED,
    (R.POSTED, RH.LEFT): R.ABANDONED,
    (R.WAITING, RH.RUNG): R.OFFERED,
    (R.WAITING, RH.TAKEN): R.ACCEPTED,
    (R.WAITING, RH.TAKEN_IN_LINE): R.IN_LINE,
    (R.WAITING, RH.LEFT): R.ABANDONED,
    (R.WAITING, RH.OVERFLOWED): R.OVERFLOWED,
    (R.WAITING, RH.DEFERRED): R.DEFERRED,
    (R.OFFERED, RH.RUNG): R.OFFERED,
    (R.OFFERED, RH.SILENCED): R.WAITING,
    (R.OFFERED, RH.TAKEN): R.ACCEPTED,
    (R.OFFERED, RH.TAKEN_IN_LINE): R.IN_LINE,
    (R.OFFERED, RH.LEFT): R.ABANDONED,
    (R.IN_LINE, RH.ROOM_FOUND): R.ACCEPTED,
    (R.IN_LINE, RH.TAKEN): R.ACCEPTED,
    (R.IN_LINE, RH.AGENT_LOST): R.WAITING,
    (R.IN_LINE, RH.LEFT): R.ABANDONED,
    (R.OVERFLOWED, RH.ENTERED): R.WAITING,
    (R.DEFERRED, RH.RESUMED): R.WAITING,
    (R.ACCEPTED, RH.MET): R.IN_SESSION,
    (R.ACCEPTED, RH.AGENT_LOST): R.WAITING,
    (R.ACCEPTED, RH.ENDED): R.CLOSED,
    (R.IN_SESSION, RH.AGENT_LOST): R.WAITING,
    (R.IN_SESSION, RH.TRANSFERRED): R.WAITING,
    (R.IN_SESSION, RH.ENDED): R.CLOSED,
}

O, OH = OfferState, OfferHappened  # noqa: E741 - the table reads by its letters
OFFER: Final[Mapping[tuple[OfferState, OfferHappened], OfferState]] = {
    (O.RINGING, OH.YES): O.ACCEPTED,
    (O.RINGING, OH.NO): O.DECLINED,
    (O.RINGING, OH.TIMED_OUT): O.EXPIRED,
    (O.RINGING, OH.WITHDRAWN): O.WITHDRAWN,
    (O.EXPIRED, OH.YES): O.ACCEPTED,
}

S, SH = SessionState, SessionHappened
SESSION: Final[Mapping[tuple[SessionState, SessionHappened], SessionState]] = {
    (S.CONNECTING, SH.MET): S.ACTIVE,
    (S.CONNECTING, SH.ENDED): S.ENDED,
    (S.ACTIVE, SH.LINE_LOST): S.RECONNECTING,
    (S.ACTIVE, SH.TRANSFER_RINGS): S.HANDING_OVER,
    (S.ACTIVE, SH.ENDED): S.ENDED,
    (S.RECONNECTING, SH.LINE_BACK): S.ACTIVE,
    (S.RECONNECTING, SH.ENDED): S.ENDED,
    (S.HANDING_OVER, SH.TRANSFER_BACK): S.ACTIVE,
    (S.HANDING_OVER, SH.LINE_LOST): S.RECONNECTING,
    (S.HANDING_OVER, SH.ENDED): S.ENDED,
}

OPEN_REQUEST: Final = frozenset({R.WAITING, R.OFFERED, R.IN_LINE})
TAKEABLE_REQUEST: Final = frozenset({R.WAITING, R.OFFERED})
FINAL_REQUEST: Final = frozenset({R.CLOSED, R.ABANDONED, R.REFUSED})
LIVE_SESSION: Final = frozenset({S.CONNECTING, S.ACTIVE, S.RECONNECTING, S.HANDING_OVER})

State = TypeVar("State", bound=StrEnum)
Happened = TypeVar("Happened", bound=StrEnum)


def next_request(state: str, happened: RequestHappened) -> RequestState:
    """The state a request goes to; raises `IllegalTransition`."""
    return _next(REQUEST, RequestState(state), happened)


def next_offer(state: str, happened: OfferHappened) -> OfferState:
    """The state an offer goes to; raises `IllegalTransition`."""
    return _next(OFFER, OfferState(state), happened)


def next_session(state: str, happened: SessionHappened) -> SessionState:
    """The state a session goes to; raises `IllegalTransition`."""
    return _next(SESSION, SessionState(state), happened)


def _next(table: Mapping[tuple[State, Happened], State], state: State, happened: Happened) -> State:
    try:
        return table[state, happened]
    except KeyError:
        raise IllegalTransition(state=str(state), happened=str(happened)) from None
