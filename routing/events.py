"""What happened, as past-tense facts with a name and a major version.

Events are thin: they name their subjects and carry the few facts that are not in a row. Consumers load
the rows they need and drop what is older than they know. Unknown fields are ignored when our own
processes read each other's events, so that a newer one may add some.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from routing.tables.event import EventRow


@dataclass(frozen=True)
class Event:
    """Base of all events; `name` is also the routing key on the `events` exchange."""

    name: ClassVar[str]
    major: ClassVar[int] = 1

    def data(self) -> dict[str, Any]:
        """The event's own fields as plain values."""
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class RequestPosted(Event):
    """A customer asked for help."""

    name: ClassVar[str] = "request.posted"
    version: int
    portal_id: str


@dataclass(frozen=True)
class RequestWaiting(Event):
    """A request stands in line; `head` when it came back to the head of it, `why` says how it came here."""

    name: ClassVar[str] = "request.waiting"
    version: int
    queue_id: str | None
    head: bool
    why: str


@dataclass(frozen=True)
class RequestOffered(Event):
    """A request rings for at least one agent."""

    name: ClassVar[str] = "request.offered"
    version: int


@dataclass(frozen=True)
class RequestInLine(Event):
    """An agent at the maximum took the request into their own line."""

    name: ClassVar[str] = "request.in_line"
    version: int


@dataclass(frozen=True)
class RequestAccepted(Event):
    """An agent took the request; `waited` is ms from posting."""

    name: ClassVar[str] = "request.accepted"
    version: int
    waited: int


@dataclass(frozen=True)
class RequestInSession(Event):
    """The customer and the agent are together."""

    name: ClassVar[str] = "request.in_session"
    version: int


@dataclass(frozen=True)
class RequestClosed(Event):
    """The request is done with."""

    name: ClassVar[str] = "request.closed"
    version: int


@dataclass(frozen=True)
class RequestAbandoned(Event):
    """The customer left before an agent came; `left_at` is when they were last there."""

    name: ClassVar[str] = "request.abandoned"
    version: int
    left_at: int
    why: str


@dataclass(frozen=True)
class RequestRefused(Event):
    """The request could not be taken in."""

    name: ClassVar[str] = "request.refused"
    version: int
    why: str


@dataclass(frozen=True)
class RequestOverflowed(Event):
    """The request went over to another queue, with its age."""

    name: ClassVar[str] = "request.overflowed"
    version: int
    queue_id: str | None


@dataclass(frozen=True)
class RequestDeferred(Event):
    """The request became a message or a callback for later."""

    name: ClassVar[str] = "request.deferred"
    version: int


@dataclass(frozen=True)
class RequestWarned(Event):
    """The request has waited past a warning level (1 or 2) since it was first offered."""

    name: ClassVar[str] = "request.warned"
    version: int
    level: int


@dataclass(frozen=True)
class RequestEscalated(Event):
    """The request was put before a tier."""

    name: ClassVar[str] = "request.escalated"
    version: int
    tier_id: str


@dataclass(frozen=True)
class CustomerSeen(Event):
    """The customer's page is connected again."""

    name: ClassVar[str] = "request.customer_seen"
    version: int


@dataclass(frozen=True)
class CustomerUnseen(Event):
    """The customer's page is gone; `lost` once that has lasted a minute."""

    name: ClassVar[str] = "request.customer_unseen"
    version: int
    lost: bool


@dataclass(frozen=True)
class OfferRinging(Event):
    """A request rings on one agent's desk."""

    name: ClassVar[str] = "offer.ringing"
    offer_id: str
    version: int
    reason: str


@dataclass(frozen=True)
class OfferAccepted(Event):
    """The agent said yes, and got the request."""

    name: ClassVar[str] = "offer.accepted"
    offer_id: str
    version: int


@dataclass(frozen=True)
class OfferDeclined(Event):
    """The agent said no."""

    name: ClassVar[str] = "offer.declined"
    offer_id: str
    version: int


@dataclass(frozen=True)
class OfferExpired(Event):
    """Nobody answered this alert in time; the row stays answerable."""

    name: ClassVar[str] = "offer.expired"
    offer_id: str
    version: int


@dataclass(frozen=True)
class OfferWithdrawn(Event):
    """The alert went away: `why` is taken, left, lost, unavailable, answered_another; `winner_id` took it."""

    name: ClassVar[str] = "offer.withdrawn"
    offer_id: str
    version: int
    why: str
    winner_id: str | None


@dataclass(frozen=True)
class SessionConnecting(Event):
    """A session was opened and waits for its customer."""

    name: ClassVar[str] = "session.connecting"
    version: int


@dataclass(frozen=True)
class SessionActive(Event):
    """Agent and customer are both there."""

    name: ClassVar[str] = "session.active"
    version: int


@dataclass(frozen=True)
class SessionReconnecting(Event):
    """One side lost its connection; the other waits."""

    name: ClassVar[str] = "session.reconnecting"
    version: int


@dataclass(frozen=True)
class SessionHandingOver(Event):
    """A transfer of the session rings; the first agent still serves."""

    name: ClassVar[str] = "session.handing_over"
    version: int


@dataclass(frozen=True)
class SessionEnded(Event):
    """The session is over."""

    name: ClassVar[str] = "session.ended"
    version: int
    ended_by: str
    resolution: str


@dataclass(frozen=True)
class SessionChanged(Event):
    """Something of a session besides its state changed: notes, a participant."""

    name: ClassVar[str] = "session.changed"
    version: int


@dataclass(frozen=True)
class ChatWritten(Event):
    """The conversation grew up to line number `last`."""

    name: ClassVar[str] = "chat.written"
    last: int


@dataclass(frozen=True)
class ChatMarked(Event):
    """A participant received or read up to a line."""

    name: ClassVar[str] = "chat.marked"
    participant_id: str
    author: str
    delivered: int
    read: int


@dataclass(frozen=True)
class SurveyAnswered(Event):
    """The customer said what they thought (face 1 to 5)."""

    name: ClassVar[str] = "survey.answered"
    face: int


@dataclass(frozen=True)
class AgentChanged(Event):
    """An agent's availability or room changed."""

    name: ClassVar[str] = "agent.changed"
    version: int
    state: str


@dataclass(frozen=True)
class QueueChanged(Event):
    """A queue, a portal or who serves them was created, changed or deleted."""

    name: ClassVar[str] = "queue.changed"
    queue_id: str | None


@dataclass(frozen=True)
class WallboardChanged(Event):
    """A wallboard was created, changed or deleted, or its television keys became void."""

    name: ClassVar[str] = "wallboard.changed"
    wallboard_id: str


@dataclass(frozen=True)
class BrowserSignedOut(Event):
    """One browser of an account was signed out; `nonce` is its cookie's mark."""

    name: ClassVar[str] = "account.browser_signed_out"
    account_id: str
    nonce: str


def routing_key_of(happened: Event) -> str:
    """The key the event is published under."""
    return happened.name


def body_of(happened: Event, row: EventRow) -> dict[str, Any]:
    """The event as it travels: its row without what only the database needs."""
    return {
        "id": row.id,
        "name": happened.name,
        "major": happened.major,
        "company_id": row.company_id,
        "at": row.at,
        "request_id": row.request_id,
        "session_id": row.session_id,
        "agent_id": row.agent_id,
        "data": row.data,
    }
