"""The customer behind a request: a bearer token that opens one request and nothing else."""

from __future__ import annotations

import structlog
from flask import request

from routing.errors import InvalidToken
from webui.services import services
from webui.signing import CustomerKey

SCHEME = "Bearer "


def customer_key() -> CustomerKey:
    """Whose request this is about; raises `InvalidToken` or `ExpiredToken`."""
    header = request.headers.get("Authorization", "")
    if not header.startswith(SCHEME):
        raise InvalidToken
    key = services().signing.read_customer_token(header.removeprefix(SCHEME).strip())
    structlog.contextvars.bind_contextvars(request_id=key.request_id)
    return key
