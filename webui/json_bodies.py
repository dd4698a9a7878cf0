"""Bodies of API requests: JSON, of limited size, refused before any handler runs when they are not."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import UnsupportedMediaType as WrongMediaType

from webui.api.models import LARGEST_LINES
from webui.origins import OPEN_TO_PAGES
from webui.refusals import MalformedJson, UnsupportedMediaType

LARGEST_BODY = 64 * 1024  # bytes, of what has no long texts
# Bytes, by endpoint: texts as long as they may be. JSON takes up to twelve for a character (two escaped
# halves); the rest is for names, addresses and punctuation.
LONGER_BODIES = {
    "portals.post": 768 * 1024,  # a question of 4,000 characters and fifty answers of 1,000
    "customer.survey": 768 * 1024,  # a comment of 2,000 and fifty answers
    "sessions.note": 256 * 1024,  # notes of 20,000
    "sessions.end": 256 * 1024,
    "sessions.write": LARGEST_LINES,
    "customer.lines": LARGEST_LINES,
}
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def register(app: Flask) -> None:
    """Limit the bodies of `app` and check those of its API."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(_check)


def _check() -> None:
    if not request.path.startswith("/api/") or request.method not in WITH_BODY:
        return
    if request.endpoint in OPEN_TO_PAGES:
        return
    request.max_content_length = LONGER_BODIES.get(request.endpoint or "", LARGEST_BODY)
    if not request.get_data(cache=True):
        return
    try:
        request.get_json()
    except WrongMediaType:
        raise UnsupportedMediaType from None
    except (BadRequest, RecursionError):
        raise MalformedJson from None
