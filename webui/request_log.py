"""One log line and one id for every HTTP request; the id comes back as X-Request-Id."""

from __future__ import annotations

import re
import time

import structlog
from flask import Flask, Response, g, request

from routing.identifiers import new_id
from webui.metrics import Metrics

HEADER = "X-Request-Id"
# What a proxy in front may hand down; anything else would let strangers write into the log.
ACCEPTABLE = re.compile(r"[A-Za-z0-9._\-]{8,64}")
# Asked for all the time by machines, or by every page load; a log full of them hides the rest.
QUIET = ("/healthz", "/readyz", "/metrics", "/assets/", "/icon.svg", "/favicon.ico")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = structlog.get_logger(__name__)


def register(app: Flask, metrics: Metrics) -> None:
    """Give each request of `app` its id, log it when it is answered, and count it."""

    def begin() -> None:
        given = request.headers.get(HEADER, "")
        g.http_request_id = given if ACCEPTABLE.fullmatch(given) else new_id()
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(http_request_id=g.http_request_id)

    def end(response: Response) -> Response:
        if "began" not in g:
            return response
        seconds = time.perf_counter() - g.began
        response.headers[HEADER] = g.http_request_id
        metrics.http.labels(_method(), _route(), str(response.status_code)).observe(seconds)
        write = log.debug if request.path.startswith(QUIET) else log.info
        write(
            "http.answered",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round(seconds * 1_000, 1),
        )
        return response

    app.before_request(begin)
    app.after_request(end)


def _method() -> str:
    """The method, if it is one there is: strangers' inventions would make endless series."""
    return request.method if request.method in METHODS else "other"


def _route() -> str:
    """The rule, not the path: a path holds ids and would make endless series."""
    return request.url_rule.rule if request.url_rule else "none"
