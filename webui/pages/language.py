"""Which language a page begins in: asked for, remembered, or the browser's own."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

LANGUAGES = ("en", "fr")
COOKIE = "guichet_language"


def page_language(*preferred: str | None) -> str:
    """`?lang`, else the first of `preferred` that is known, else the cookie, else the browser's."""
    wanted = (request.args.get("lang"), *preferred, request.cookies.get(COOKIE))
    return _first_known((*wanted, *_of_browser())) or LANGUAGES[0]


def _of_browser() -> Iterable[str]:
    """The browser's languages, best first, without the country."""
    return (language.partition("-")[0].lower() for language in request.accept_languages.values())


def _first_known(wanted: Iterable[str | None]) -> str | None:
    return next((language for language in wanted if language in LANGUAGES), None)
