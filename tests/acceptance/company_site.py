"""Any web application as a company's site: on this machine, by both of its names."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    """Each picture and script of a page is no news."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing."""


@contextmanager
def site(application: WSGIApplication) -> Iterator[int]:
    """Serves it on `localhost` and 127.0.0.1, which are two sites to a browser; the port."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def framing_site(address: str) -> Flask:
    """A site whose one page frames `address` itself instead of using the widget."""
    page = (
        '<!doctype html><html lang="en"><title>A company</title><link rel="icon" href="data:,">'
        f'<h1>A company</h1><iframe title="Help" src="{address}"></iframe></html>'
    )
    application = Flask("company")
    application.add_url_rule("/", view_func=lambda: page)
    return application
