"""Where the widget comes from, so that it is another site than the page that embeds it."""

from __future__ import annotations

from urllib.parse import urlsplit

#: Browsers take the two names of this machine for two sites; ports make no difference to them.
OTHER_LOOPBACK = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


def guichet_origin(guichet_url: str, page_host: str) -> str:
    """Guichet's origin as a page on `page_host` should name it.

    On this machine the name the page does not use itself: a bank and its supplier share no site, and
    third-party cookies are then really third-party.
    """
    parts = urlsplit(guichet_url)
    host = parts.hostname or ""
    if host in OTHER_LOOPBACK and page_host in OTHER_LOOPBACK:
        host = OTHER_LOOPBACK[page_host]
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"
