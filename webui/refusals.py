"""What the web layer itself refuses, before routing is asked anything."""

from __future__ import annotations

from routing.errors import Forbidden, InvalidInput, NotSignedIn, RoutingError


class MalformedJson(RoutingError):
    """The body is not JSON."""

    code = "malformed_json"
    status = 400


class UnsupportedMediaType(RoutingError):
    """The body must be sent as application/json."""

    code = "unsupported_media_type"
    status = 415


class CsrfFailed(Forbidden):
    """The X-CSRF-Token header is missing or is not this browser's."""

    code = "csrf_failed"


class ForeignOrigin(Forbidden):
    """The request was made by a page of another site."""

    code = "foreign_origin"


class InvalidTelevisionKey(NotSignedIn):
    """The television's key is forged, of another wallboard, or void since a newer one was made."""

    code = "invalid_television_key"


class NotConnectedYet(RoutingError):
    """The connection is still being taken up; sent again in a moment it will be heard."""

    code = "not_connected_yet"
    status = 503


class MissingIdempotencyKey(InvalidInput):
    """A request is posted with an Idempotency-Key header of 1 to 100 printable characters."""

    code = "missing_idempotency_key"
