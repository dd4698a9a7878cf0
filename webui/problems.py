"""Every error as the outside sees it: one mapping to RFC 9457 problem details, for HTTP and sockets.

A problem has a `code` (what clients translate), the HTTP `status`, a `title` for people who read
logs, and the error's own data beside them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import Flask, Response
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from routing.errors import RoutingError

MEDIA_TYPE = "application/problem+json"
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}
# The validation library's names for what routing.texts and its callers call so; others pass as they are.
REASONS = {
    "string_too_long": "too_long",
    "string_too_short": "required",
    "too_short": "required",
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "literal_error": "unknown_value",
}
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Problem:
    """One error, ready to be told; `data` holds what explains it."""

    status: int
    code: str
    title: str
    data: dict[str, Any] = field(default_factory=dict)

    def members(self) -> dict[str, Any]:
        """The JSON members; the standard ones win over data of the same name."""
        standard = {"type": "about:blank", "title": self.title, "status": self.status}
        return {**self.data, **standard, "code": self.code}


def problem_of(error: Exception) -> Problem:
    """The problem that tells `error`; one nobody foresaw is logged with its trace and told as 500."""
    if isinstance(error, RoutingError):
        return Problem(error.status, error.code, error.__doc__ or "", error.data)
    if isinstance(error, ValidationError):
        return _of_validation(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, OperationalError | PoolTimeout):
        log.warning("database.unavailable", exc_info=error)
        return Problem(503, "database_unavailable", "The database does not answer.")
    log.error("unforeseen", exc_info=error)
    return Problem(500, "internal_error", "Something went wrong that should not have.")


def acknowledgement(error: Exception) -> dict[str, Any]:
    """The answer to a socket event that failed."""
    return {"ok": False, "problem": problem_of(error).members()}


def problem_response(problem: Problem) -> Response:
    """The problem as an HTTP response."""
    body = json.dumps(problem.members(), ensure_ascii=False)
    return Response(body, status=problem.status, mimetype=MEDIA_TYPE)


def validation_response(error: ValidationError) -> Response:
    """What the API framework answers when a body, query or path does not fit its model."""
    return problem_response(problem_of(error))


def register(app: Flask) -> None:
    """Answer every error of `app` by its problem."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        if isinstance(error.response, Response):
            return error.response
        if error.code is not None and error.code < 400:
            return Response(error.get_body(), error.code, error.get_headers())
    response = problem_response(problem_of(error))
    if isinstance(error, HTTPException):
        _keep_headers(error, response)
    return response


def _keep_headers(error: HTTPException, response: Response) -> None:
    """A 405 says what is allowed, a 429 when to come again."""
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    return Problem(status, HTTP_CODES.get(status, "http_error"), error.name)


def _of_validation(error: ValidationError) -> Problem:
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]), "reason": _reason(one["type"])}
        for one in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    first = errors[0] if errors else {"field": "", "reason": ""}
    return Problem(422, "invalid_input", "A value is not acceptable.", {**first, "errors": errors})


def _reason(kind: str) -> str:
    return REASONS.get(kind, kind)
