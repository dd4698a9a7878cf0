"""The origins that are this product itself; any other one is a foreign site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, request

from config.settings import Settings
from webui.refusals import ForeignOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
LOOPBACK = ("localhost", "127.0.0.1")
# What may stand in a frame-ancestors directive: scheme, host with a leading wildcard, port or `*`.
ANCESTOR = re.compile(r"https?://(\*\.)?[A-Za-z0-9.\-]+(:(\d{1,5}|\*))?")


def own_origins(settings: Settings) -> frozenset[str]:
    """The public address's origin, and both loopback names when the product listens on loopback."""
    public = urlsplit(settings.public_url)
    origins = {f"{public.scheme}://{public.netloc}"}
    if settings.host in LOOPBACK:
        origins |= {f"http://{name}:{settings.port}" for name in LOOPBACK}
    return frozenset(origins)


def framing_origins(allowed: list[str]) -> list[str]:
    """Those of a portal's allowed origins that are well formed; nothing else reaches a header."""
    return [origin for origin in allowed if ANCESTOR.fullmatch(origin)]


def register(app: Flask, origins: frozenset[str]) -> None:
    """Refuse unsafe requests that a foreign page makes; browsers always name the page's origin."""

    def refuse_foreign() -> None:
        origin = request.headers.get("Origin")
        if request.method not in SAFE_METHODS and origin is not None and origin not in origins:
            raise ForeignOrigin(origin=origin)

    app.before_request(refuse_foreign)
