"""The web application inside the test's process: a test client, and really served over HTTP.

with web_application(tmp_path) as web:
    web.client().get("/healthz")
with serving(web) as address:
    requests.get(f"{address}/healthz")
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.serving import make_server

from config.settings import Settings
from routing.database import ALL_COMPANIES, Database
from routing.tables import Account
from tests.builders import a_database
from webui.app import create_app, stop
from webui.services import EXTENSION, Services
from webui.signed_in import COOKIE, CSRF_HEADER, SignedIn

SECRET = "a secret that only the tests know, long enough"
#: How often a server looks whether it should end: half a second, if it is not told.
_LOOK_S = 0.05


@dataclass
class Web:
    """One application with its database."""

    app: Flask
    settings: Settings

    @property
    def parts(self) -> Services:
        """The application's parts."""
        found: Services = self.app.extensions[EXTENSION]
        return found

    @property
    def database(self) -> Database:
        """The application's database."""
        return self.parts.calls.database

    def client(self, account_id: str | None = None) -> FlaskClient:
        """A browser, signed in when an account is given; it sends the CSRF token by itself."""
        client = self.app.test_client()
        if account_id is not None:
            headers = self.signed_in(account_id)
            client.set_cookie(COOKIE, headers["Cookie"].removeprefix(f"{COOKIE}="))
            client.environ_base["HTTP_X_CSRF_TOKEN"] = headers[CSRF_HEADER]
        return client

    def signed_in(self, account_id: str) -> dict[str, str]:
        """The headers of a browser that is signed in."""
        with self.database.reading(ALL_COMPANIES) as reading:
            account = reading.get(Account, account_id)
        signing = self.parts.signing
        key = signing.new_browser(account.id, account.company_id, account.session_epoch)
        who = SignedIn(account, key)
        return {
            "Cookie": f"{COOKIE}={signing.cookie(who.key)}",
            CSRF_HEADER: signing.csrf_token(who.key),
        }


@contextmanager
def web_application(
    directory: Path,
    *,
    database_url: str | None = None,
    broker_url: str | None = None,
    port: int = 8080,
    background: bool = False,
) -> Iterator[Web]:
    """An application on a database with every table, in `directory` unless a URL is given."""
    url = database_url or f"sqlite:///{directory / 'guichet.db'}"
    _make_tables(url)
    settings = Settings(
        var_dir=directory,
        database_url=url,
        broker_url=broker_url,
        port=port,
        secret_key=SecretStr(SECRET),
    )
    app = create_app(settings, background=background)
    try:
        yield Web(app, settings)
    finally:
        if background:
            stop(app)
        else:
            app.extensions[EXTENSION].calls.database.dispose()


@contextmanager
def serving(web: Web) -> Iterator[str]:
    """The application's address while it is really served, a thread a request."""
    server = make_server("127.0.0.1", web.settings.port, web.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(_LOOK_S,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{web.settings.port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _make_tables(url: str) -> None:
    database = a_database(url)
    if database.is_sqlite:
        with database.write_engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    database.dispose()
