"""Web sites of companies on this machine, on another site than Guichet, that put it into their pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.types import WSGIApplication

from flask import Flask
from playwright.sync_api import Locator, Page
from werkzeug.serving import make_server

from tests.acceptance.customer import Customer

#: A company's page that frames the customer page itself instead of using the widget.
FRAMING_PAGE = """<!doctype html><html lang="en"><title>A company</title>
<h1>A company</h1><iframe title="Help" src="{address}" width="500" height="600"></iframe></html>"""
#: A company's page with one script tag, as the embedding guide has it.
WIDGET_PAGE = """<!doctype html><html lang="{language}"><title>A company</title>
<style>button {{ display: none !important; font: 60px serif; }}</style>
<h1>A company</h1><script src="{guichet}/widget.js" data-portal="{portal}" async></script></html>"""


@contextmanager
def site(application: WSGIApplication) -> Iterator[int]:
    """Serves the site on both loopback names; its port."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def one_page(markup: str) -> Flask:
    """A site with nothing but this page."""
    application = Flask("company")
    application.add_url_rule("/", view_func=lambda: markup)
    return application


def launcher(page: Page, within: str = "body >") -> Locator:
    """The widget's element in a company's page; its parts lie in a shadow tree."""
    return page.locator(f"{within} guichet-launcher")


def in_card(page: Page, element: Locator) -> Customer:
    """The customer in the card that this launcher opened."""
    return Customer(page, element.frame_locator("iframe"))
