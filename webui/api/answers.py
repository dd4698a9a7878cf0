"""Answers of the API: messages and Out models as JSON that nobody keeps."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response
from pydantic import BaseModel

JSON = "application/json"


def answer(message: Any, status: int = 200) -> Response:
    """`message` (a dataclass, a model, or plain values) as the response's JSON."""
    body = (
        message.model_dump_json().encode()
        if isinstance(message, BaseModel)
        else msgspec.json.encode(message)
    )
    response = Response(body, status, mimetype=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


def nothing() -> Response:
    """Done, and there is nothing to say."""
    return Response(status=204)
