"""Security headers of every response.

The policy has no inline script at all. Styles come from our own files; the one thing that writes a
<style> element at run time (the component library's theme variables) does so with the page's nonce,
which it reads from the element `meta[property=csp-nonce]`. Style *attributes* in markup are refused;
what scripts set through `element.style` is not affected by the policy.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import Flask, Response, g

from webui.origins import framing_origins

API_POLICY = "default-src 'none'; frame-ancestors 'none'"
HSTS = "max-age=31536000; includeSubDomains"


def style_nonce() -> str:
    """The nonce of the page being answered, made on first use."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def allow_framing(origins: Sequence[str]) -> None:
    """Let pages of `origins` put the page being answered into a frame."""
    g.framing_origins = framing_origins(list(origins))


def register(app: Flask, secure: bool) -> None:
    """Add the headers to every response of `app`; `secure` is whether it is reached by https only."""

    def add(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Content-Security-Policy"] = _policy(response)
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(), payment=(), usb=()")
        if "framing_origins" not in g:
            headers["X-Frame-Options"] = "DENY"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if secure:
            headers["Strict-Transport-Security"] = HSTS
        return response

    app.after_request(add)


def _policy(response: Response) -> str:
    return _page_policy() if response.mimetype == "text/html" else API_POLICY


def _page_policy() -> str:
    nonce = f" 'nonce-{g.style_nonce}'" if "style_nonce" in g else ""
    ancestors = " ".join(["'self'", *g.framing_origins]) if "framing_origins" in g else "'none'"
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self'{nonce}",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
            f"frame-ancestors {ancestors}",
        ]
    )
