"""`guichet demo-site`: the bank's site on a port of its own."""

from __future__ import annotations

import signal

import click
from gevent import signal_handler
from gevent.pywsgi import WSGIServer

from config.demo_site.site import create_site
from config.settings import SettingsError, load_settings


@click.command("demo-site")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: GUICHET_DEMO_SITE_PORT.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--guichet", "guichet_url", help="Where Guichet is. Default: its public address.")
def demo_site(port: int | None, host: str, guichet_url: str | None) -> None:
    """Run the demonstration bank's web site, which embeds the widget."""
    try:
        settings = load_settings()
    except SettingsError as error:
        raise click.ClickException(f"the settings are wrong\n{error}") from None
    serve(host, port or settings.demo_site_port, guichet_url or settings.public_url)


def serve(host: str, port: int, guichet_url: str) -> None:
    """Answers until SIGTERM or SIGINT."""
    server = WSGIServer((host, port), create_site(guichet_url), log=None)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal_handler(number, server.stop)
    click.echo(f"the bank's site: http://{_name(host)}:{port}/")
    server.serve_forever()


def _name(host: str) -> str:
    """By number on this machine, because Guichet calls itself by name: two sites."""
    return "127.0.0.1" if host in ("127.0.0.1", "localhost", "0.0.0.0") else host
