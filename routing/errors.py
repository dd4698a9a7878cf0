"""Everything that can go wrong in routing, as one tree.

Each error carries a stable `code` (what clients translate), the HTTP status it is answered with, and
the data that explains it. The docstring of an error is its message for people who read logs.
"""

from __future__ import annotations

from typing import Any, ClassVar


class RoutingError(Exception):
    """Something asked of routing could not be done."""

    code: ClassVar[str] = "routing_error"
    status: ClassVar[int] = 400

    def __init__(self, **data: Any) -> None:
        self.data = data
        details = ", ".join(f"{key}={value!r}" for key, value in data.items())
        super().__init__(f"{self.__doc__} ({details})" if details else self.__doc__)


class NotFound(RoutingError):
    """There is no such thing, or not for whoever asks."""

    code = "not_found"
    status = 404


class UnknownPortal(NotFound):
    """No portal has this key."""

    code = "unknown_portal"


class Forbidden(RoutingError):
    """Whoever asks may not do this."""

    code = "forbidden"
    status = 403


class NotSignedIn(RoutingError):
    """Nobody is signed in."""

    code = "not_signed_in"
    status = 401


class WrongCredentials(NotSignedIn):
    """The login or the password is wrong."""

    code = "wrong_credentials"


class InvalidToken(NotSignedIn):
    """The customer's token is forged or damaged."""

    code = "invalid_token"


class ExpiredToken(NotSignedIn):
    """The customer's token is older than it may be."""

    code = "expired_token"


class InvalidInput(RoutingError):
    """A value is not acceptable; `field` and `reason` say which and why."""

    code = "invalid_input"
    status = 422


class Conflict(RoutingError):
    """The thing has changed since, so this cannot be done any more."""

    code = "conflict"
    status = 409


class IllegalTransition(Conflict):
    """This cannot happen in the present state."""

    code = "illegal_transition"


class AlreadyTaken(Conflict):
    """Another agent was faster; `winner` names them."""

    code = "already_taken"


class OfferGone(Conflict):
    """The offer is no longer open: its customer left, or it was withdrawn."""

    code = "offer_gone"


class KeyReused(Conflict):
    """The idempotency key was used before with another content."""

    code = "idempotency_key_reused"


class AgentNotAvailable(Conflict):
    """The agent's desk has no live connection, so nobody would see the session begin."""

    code = "agent_not_available"


class PortalClosed(Conflict):
    """The portal or its queue takes no requests at present."""

    code = "portal_closed"


class QueueFull(Conflict):
    """The queue holds as many waiting requests as it may."""

    code = "queue_full"


class ReportNotDone(Conflict):
    """The report is not done, so it has no files yet; `state` says how far it is."""

    code = "report_not_done"


class TooManyRows(Conflict):
    """A file of this format cannot hold so many rows; `limit` says how many it can."""

    code = "too_many_rows"


class UnscopedQuery(RuntimeError):
    """A statement touched a company's rows without saying which company: a defect in the code."""


class DatabaseReadOnly(RoutingError):
    """The database cannot be written to at present."""

    code = "database_read_only"
    status = 503


class DatabaseBusy(RoutingError):
    """The database did not answer in time; trying again later may succeed."""

    code = "database_busy"
    status = 503


class Deadlock(DatabaseBusy):
    """Two transactions waited for each other and the database undid this one."""
