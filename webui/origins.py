"""The origins that are this product itself; any other one is a foreign site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, request

from config.settings import Settings
from webui.refusals import ForeignOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: What companies' pages may post by themselves; it checks the page's origin on its own.
OPEN_TO_PAGES = frozenset({"views.count"})
LOOPBACK = ("localhost", "127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}
# What may stand in a frame-ancestors directive: scheme, host with a leading wildcard, port or `*`.
ANCESTOR = re.compile(r"https?://(\*\.)?[A-Za-z0-9.\-]+(:(\d{1,5}|\*))?")


def own_origins(settings: Settings) -> frozenset[str]:
    """The public address's origin, and both loopback names when the product listens on loopback."""
    public = urlsplit(settings.public_url)
    origins = {_origin(public.scheme, public.hostname or "", public.port)}
    if settings.host in LOOPBACK:
        origins |= {_origin("http", name, settings.port) for name in LOOPBACK}
    return frozenset(origins)


def _origin(scheme: str, host: str, port: int | None) -> str:
    """As browsers write it in Origin: small letters, IPv6 in brackets, no port where it is the usual."""
    written = f"[{host}]" if ":" in host else host.lower()
    usual = port is None or port == DEFAULT_PORTS[scheme]
    return f"{scheme}://{written}" if usual else f"{scheme}://{written}:{port}"


def framing_origins(allowed: list[str]) -> list[str]:
    """Those of a portal's allowed origins that are well formed; nothing else reaches a header."""
    return [origin for origin in allowed if ANCESTOR.fullmatch(origin)]


def register(app: Flask, origins: frozenset[str]) -> None:
    """Refuse unsafe requests that a foreign page makes; browsers always name the page's origin."""

    def refuse_foreign() -> None:
        origin = request.headers.get("Origin")
        if request.endpoint in OPEN_TO_PAGES:
            return
        if request.method not in SAFE_METHODS and origin is not None and origin not in origins:
            raise ForeignOrigin(origin=origin)

    app.before_request(refuse_foreign)
