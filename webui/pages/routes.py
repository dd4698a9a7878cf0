"""The pages' addresses."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file
from flask import send_from_directory as send_from
from werkzeug.wrappers import Response as BaseResponse

from routing.actions import intake
from routing.errors import NotSignedIn, UnknownPortal
from routing.permissions import Permission
from routing.tables import Portal
from webui.headers import allow_framing, style_nonce
from webui.pages.built import ASSETS, entry
from webui.pages.compressed import compress
from webui.pages.language import page_language
from webui.services import services
from webui.signed_in import SignedIn, signed_in

pages = Blueprint("pages", __name__, template_folder="../templates")
DESK = "/desk"
# Pages that lead to the sign-in page and are led back to; `elsewhere.ts` has the same.
LED_TO = re.compile(r"/(reports|exports|service-levels|mail|wallboards)([/?].*)?")
# Vite puts a hash of the content into the names, so a name never means another content.
FOR_EVER = "public, max-age=31536000, immutable"
UNHASHED = frozenset({"manifest.json", "widget.js"})
# The launcher has a fixed name on the companies' pages: a new version arrives within minutes.
WIDGET_CACHE = "public, max-age=300"


@pages.get("/")
def home() -> BaseResponse:
    """The desk for those signed in (managers: the reports), the sign-in page for everybody else."""
    who = _who()
    return redirect(_home_of(who) if who else "/sign-in", code=303)


@pages.get("/sign-in")
def sign_in_page() -> BaseResponse:
    """Where agents sign in."""
    who = _who()
    if who is None:
        return _page("desk", page_language())
    asked = request.args.get("next", "")
    leads = who.actor.may(Permission.SEE_REPORTS) and LED_TO.fullmatch(asked)
    return redirect(asked if leads else _home_of(who), code=303)


@pages.get("/desk")
@pages.get("/desk/<path:_inside>")
def desk_page(_inside: str = "") -> BaseResponse:
    """The agent's desk; the client finds its way below it."""
    who = _who()
    if who is None:
        return redirect("/sign-in", code=303)
    if _home_of(who) != DESK:
        return redirect(_home_of(who), code=303)
    return _page("desk", page_language(who.account.language))


@pages.get("/reports")
@pages.get("/reports/<path:_inside>")
@pages.get("/exports")
@pages.get("/service-levels")
@pages.get("/mail")
@pages.get("/wallboards")
def office_page(_inside: str = "") -> BaseResponse:
    """The pages of supervisors and above; the client tells everybody else whom they are for."""
    return _page_of_somebody("office")


@pages.get("/wallboards/<_wallboard_id>")
def wallboard_page(_wallboard_id: str) -> BaseResponse:
    """One wallboard for somebody signed in; its live connection tells whether they may see it."""
    return _page_of_somebody("board")


@pages.get("/tv/<_wallboard_id>")
def television_page(_wallboard_id: str) -> Response:
    """One wallboard for a television: nobody is signed in, its key stays in the address's fragment."""
    return _page("board", page_language())


@pages.get("/c/<key>")
def customer_page(key: str) -> Response:
    """One portal's customer page, which the portal's own sites may put into a frame."""
    try:
        portal = _portal(key)
    except UnknownPortal:
        # The page itself says so in words; nobody may frame it.
        return _page("customer", page_language(), status=404, portal_key=key)
    allow_framing(portal.allowed_origins)
    response = _page("customer", page_language(portal.language), portal_key=key)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@pages.get("/widget.js")
def widget() -> Response:
    """The launcher that companies embed by one script tag."""
    response = send_from(ASSETS, "widget.js", mimetype="text/javascript")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = WIDGET_CACHE
    return compress(response, ASSETS / "widget.js")


@pages.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """A built file."""
    response = send_from(ASSETS, name)
    response.headers["Cache-Control"] = "no-cache" if name in UNHASHED else FOR_EVER
    return compress(response, ASSETS / name)


@pages.get("/icon.svg")
@pages.get("/favicon.ico")
def icon() -> Response:
    """The product's mark."""
    return send_file(f"{pages.root_path}/icon.svg", mimetype="image/svg+xml", max_age=86_400)


def _page_of_somebody(name: str) -> BaseResponse:
    """A page for people who are signed in; others sign in first and are led back."""
    who = _who()
    if who is None:
        asked = request.full_path.removesuffix("?")
        return redirect(f"/sign-in?{urlencode({'next': asked})}", code=303)
    return _page(name, page_language(who.account.language))


def _page(name: str, language: str, status: int = 200, portal_key: str = "") -> Response:
    body = render_template(
        "page.html",
        entry=entry(name),
        language=language,
        nonce=style_nonce(),
        page=name,
        portal_key=portal_key,
    )
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def _home_of(who: SignedIn) -> str:
    return DESK if who.actor.may(Permission.SERVE) else "/reports"


def _who() -> SignedIn | None:
    assert request.method in ("GET", "HEAD", "OPTIONS")
    try:
        return signed_in()
    except NotSignedIn:
        return None


def _portal(key: str) -> Portal:
    calls = services().calls
    return calls.run(lambda: intake.find_portal(calls.database, key))
