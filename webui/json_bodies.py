"""Bodies of API requests: JSON, of limited size, refused before any handler runs when they are not."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import UnsupportedMediaType as WrongMediaType

from webui.origins import OPEN_TO_PAGES
from webui.refusals import MalformedJson, UnsupportedMediaType

LARGEST_BODY = 64 * 1024  # bytes; a question of 4,000 characters takes at most 48 kB as JSON
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
    if not request.get_data(cache=True):
        return
    try:
        request.get_json()
    except WrongMediaType:
        raise UnsupportedMediaType from None
    except (BadRequest, RecursionError):
        raise MalformedJson from None
