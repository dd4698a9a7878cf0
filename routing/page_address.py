"""Addresses of companies' pages, made equal where the same page is meant, and free of what names people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from routing import texts

#: Characters of an address that is kept; a longer one is known by its site only.
LONGEST = 1_000

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9.\-_]+|\[[0-9a-f:.]+\]")
_PATTERN = re.compile(r"(https?)://(\*\.)?([A-Za-z0-9.\-]+)(?::(\d{1,5}|\*))?")


def normalised(address: str) -> str:
    """The page an address leads to: without user, query and fragment, the host in small letters.

    Views of a page and requests that came from it are joined by this text. Longer than `LONGEST` it is
    the site's first page; what is no web address is "".
    """
    split = _split(address)
    if split is None:
        return ""
    home = _origin(split)
    page = f"{home}{texts.cut(split.path, 2 * LONGEST).replace(' ', '%20') or '/'}"
    return page if len(page) <= LONGEST else f"{home}/"


def origin(address: str) -> str:
    """Scheme, host and port of a web address as browsers name them, or ""."""
    split = _split(address)
    return "" if split is None else _origin(split)


def first_page(address: str) -> str:
    """The first page of the site that a web address leads to, or ""."""
    return normalised(origin(address))


def is_allowed(page_origin: str, allowed: Iterable[str]) -> bool:
    """Whether pages of an origin may carry a portal, by the rules for `frame-ancestors`.

    `allowed` is the portal's list: "https://www.example.org", with "*." before the host for everything
    below it, and ":*" for any port; one for http holds for https as well. The rules are those of
    Content Security Policy Level 3, 6.7.2.8 "Does url match expression".
    """
    split = _split(page_origin)
    return split is not None and any(_fits(split, pattern) for pattern in allowed)


def _split(address: str) -> SplitResult | None:
    try:
        split = urlsplit(address.strip())
        _ = split.port
    except ValueError:
        return None
    if split.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(_host(split)):
        return None
    return split


def _host(split: SplitResult) -> str:
    name = (split.hostname or "").lower()
    return f"[{name}]" if ":" in name else name


def _port(split: SplitResult) -> int:
    return _DEFAULT_PORTS[split.scheme] if split.port is None else split.port


def _origin(split: SplitResult) -> str:
    port = "" if _port(split) == _DEFAULT_PORTS[split.scheme] else f":{_port(split)}"
    return f"{split.scheme}://{_host(split)}{port}"


def _fits(split: SplitResult, pattern: str) -> bool:
    found = _PATTERN.fullmatch(pattern)
    if found is None:
        return False
    scheme, below, host, port = found.groups()
    return (
        scheme in ("http", split.scheme)
        and _host_fits(_host(split), host.lower(), anything_below=below is not None)
        and _port_fits(split, scheme, port)
    )


def _host_fits(name: str, host: str, *, anything_below: bool) -> bool:
    return name.endswith(f".{host}") if anything_below else name == host


def _port_fits(split: SplitResult, scheme: str, port: str | None) -> bool:
    if port == "*":
        return True
    wanted = _DEFAULT_PORTS[scheme] if port is None else int(port)
    # Port 80 of http is good for port 443 of https.
    upgraded = wanted == _DEFAULT_PORTS["http"] and scheme == "http" and split.scheme == "https"
    return _port(split) == (_DEFAULT_PORTS["https"] if upgraded else wanted)
