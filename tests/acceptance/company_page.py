"""A company's page of a test's own: on another site than Guichet, strict, unfriendly to strangers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, Response
from playwright.sync_api import Locator, Page
from werkzeug.serving import make_server

from config.demo_site.policy import policy
from config.ports import LOOPBACK
from tests.acceptance.customer import Customer
from tests.running import RunningGuichet

#: Rules that would spoil a launcher which is not shut off from its page.
UNFRIENDLY_STYLE = """
* { display: none; }
html, body, main, p { display: block; }
button, iframe, div, section { visibility: hidden !important; position: static; width: 1px; }
"""


@dataclass(frozen=True)
class Embedded:
    """One script tag: the portal's key and further `data-` options by their names."""

    portal: str
    options: tuple[tuple[str, str], ...] = ()

    def tag(self, origin: str) -> str:
        """The tag as a company writes it."""
        options = "".join(f' data-{name}="{value}"' for name, value in self.options)
        return (
            f'<script src="{origin}/widget.js" data-portal="{self.portal}"{options} async></script>'
        )


@contextmanager
def company_page(guichet: RunningGuichet, embedded: Sequence[Embedded]) -> Iterator[str]:
    """The address of the page, on the loopback name that Guichet's address does not use."""
    server = make_server(LOOPBACK, 0, _site(guichet.base_url, embedded), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/offers?id=7"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _site(origin: str, embedded: Sequence[Embedded]) -> Flask:
    site = Flask("company")
    tags = "".join(each.tag(origin) for each in embedded)
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Company</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">'
        f'<main><p>Our offers</p><p id="here"></p></main>{tags}</html>'
    )
    strict = policy(origin).replace("img-src 'self'", "img-src 'self' data:")

    @site.get("/offers")
    def offers() -> Response:
        return Response(html, headers={"Content-Security-Policy": strict})

    @site.get("/style.css")
    def style() -> Response:
        return Response(UNFRIENDLY_STYLE, mimetype="text/css")

    return site


def launcher(page: Page, place: str = "body > guichet-launcher") -> Locator:
    """The launcher's button; `place` is where its element stands."""
    return page.locator(f"{place} button.launcher")


def card(page: Page) -> Locator:
    """The card that is open."""
    return page.get_by_role("dialog")


def customer_in_card(page: Page) -> Customer:
    """The customer page in the one card of the page."""
    return Customer(page, page.frame_locator("guichet-launcher iframe"))
