"""Page views: companies' pages tell that they were seen, without cookies and without an answer."""

from __future__ import annotations

import msgspec
import structlog
from flask import Response, current_app, request
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException

from routing import page_address
from routing.actions import intake, page_views
from routing.actions.page_views import Viewed
from routing.errors import RoutingError
from webui.api.resource import resource
from webui.origins import framing_origins
from webui.services import services
from webui.view_counter import CompanyPage, ViewCounter

views = resource("views", "How often pages with a launcher are seen")
#: Bytes; an address of the longest kind, percent-encoded.
LARGEST_BODY = 16 * 1024
_COUNTER = "guichet-views"
log = structlog.get_logger(__name__)


class ViewPath(BaseModel):
    """A portal's public key."""

    key: str


class View(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the launcher tells."""

    page_url: str


@views.post("/portals/<key>/views", responses={204: None})
def count(path: ViewPath) -> Response:
    """A page was seen: `{"page_url"}` as `text/plain`, which needs no asking beforehand (CORS).

    Answered by 204 in every case, so that it tells nobody which portals there are or whose pages
    they are on; counted if the page is one that may carry the portal.
    """
    try:
        _count(path.key, _view())
    except (msgspec.MsgspecError, HTTPException, RoutingError):
        log.debug("view.passed_over", portal=path.key[:60])
    except Exception:
        log.exception("view.failed")
    response = Response(status=204)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _view() -> View:
    if (request.content_length or 0) > LARGEST_BODY:
        return View("")
    return msgspec.json.decode(request.get_data(), type=View)


def _count(key: str, view: View) -> None:
    url = page_address.normalised(view.page_url)
    origin = page_address.origin(url)
    # The browser's word against the page's: they differ when one site counts for another.
    if not url or request.headers.get("Origin") != origin:
        return
    calls = services().calls
    portal = calls.run(lambda: intake.find_portal(calls.database, key))
    if not page_address.is_allowed(origin, framing_origins(portal.allowed_origins)):
        return
    viewed = Viewed(portal.id, page_views.slot_of(calls.database.clock()), url)
    _counter().add(CompanyPage(portal.company_id, viewed))


def _counter() -> ViewCounter:
    made = current_app.extensions.setdefault(_COUNTER, ViewCounter(services().calls))
    assert isinstance(made, ViewCounter)
    return made
