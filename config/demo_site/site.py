"""The bank's pages."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from config.demo_site.other_site import guichet_origin
from config.demo_site.policy import policy

LANGUAGES = ("fr", "en")
FOLDER = Path(__file__).parent


def create_site(guichet_url: str) -> Flask:
    """The site as an application; `guichet_url` is where Guichet itself is reached."""
    site = Flask("config.demo_site", root_path=str(FOLDER))
    words = {language: _words(language) for language in LANGUAGES}

    @site.get("/")
    def front_door() -> BaseResponse:
        """In the visitor's language."""
        language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
        return redirect(f"/{language}/", code=303)

    @site.get("/<language>/")
    def home(language: str) -> Response:
        """The one page, with three portals."""
        if language not in LANGUAGES:
            abort(404)
        origin = guichet_origin(guichet_url, request.host.partition(":")[0])
        page = render_template("bank.html", w=words[language], language=language, guichet=origin)
        response = make_response(page)
        response.headers["Content-Security-Policy"] = policy(origin)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return site


def _words(language: str) -> dict[str, str]:
    text = (FOLDER / "words" / f"{language}.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words
