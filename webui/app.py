"""The application factory: everything of one web process, put together."""

from __future__ import annotations

import structlog
from flask import Flask
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from flask_socketio import SocketIO
from gevent import monkey
from werkzeug.middleware.proxy_fix import ProxyFix

from config.settings import Settings
from routing.broker import Broker, EventStream
from routing.database import Database
from routing.outbox import Publisher
from webui import headers, json_bodies, origins, problems, request_log
from webui.api import register_all
from webui.api.models import ProblemOut
from webui.database_calls import DatabaseCalls
from webui.health import health
from webui.live.customer_socket import CustomerNamespace
from webui.live.desk_socket import NAMESPACE as DESK
from webui.live.desk_socket import DeskNamespace
from webui.live.live import Live, in_background
from webui.live.socket_server import hang_up, make_server
from webui.live.sockets import Socket
from webui.live.wallboard_socket import NAMESPACE as WALLBOARD
from webui.live.wallboard_socket import WallboardNamespace
from webui.metrics import Metrics
from webui.pages.routes import pages
from webui.real_threads import RealThreads
from webui.refusals import NotConnectedYet
from webui.services import EXTENSION, Services
from webui.signed_in import keep_cookie
from webui.signing import Signing

# Passwords checked at once: each takes one processor and 64 MiB for a moment.
HASHERS = 2
log = structlog.get_logger(__name__)


def create_app(settings: Settings, *, background: bool = True) -> Flask:
    """The WSGI application with Socket.IO attached.

    With `background` it begins to listen, push, publish and hold its lease: create it after a fork,
    never before.
    """
    parts = _services(settings)
    app = _flask(settings, parts)
    _attach_sockets(app, parts)
    if background:
        _start(settings, parts)
    return app


def stop(app: Flask) -> None:
    """Stop what runs in the background, and close the database."""
    parts: Services = app.extensions[EXTENSION]
    parts.live.stop()
    if parts.broker is not None:
        parts.broker.close()
    parts.calls.database.dispose()


def _services(settings: Settings) -> Services:
    metrics = Metrics()
    database = Database(settings.database_url)
    greenlets = monkey.is_module_patched("socket")
    calls = DatabaseCalls(database, threads=greenlets)
    metrics.watch_database(calls)
    broker = Broker(settings.broker_url) if settings.broker_url else None
    return Services(
        settings=settings,
        calls=calls,
        signing=Signing(settings.secret_key.get_secret_value()),
        origins=origins.own_origins(settings),
        metrics=metrics,
        broker=broker,
        live=Live(calls, metrics, broker),
        hashing=RealThreads(HASHERS, needed=greenlets),
    )


def _flask(settings: Settings, parts: Services) -> OpenAPI:
    app = OpenAPI(
        "webui",
        info=Info(title="Guichet", version="1"),
        doc_ui=False,
        static_folder=None,
        template_folder="templates",
        validation_error_status=422,
        validation_error_model=ProblemOut,
        validation_error_callback=problems.validation_response,
    )
    app.extensions[EXTENSION] = parts
    app.json.sort_keys = False  # type: ignore[attr-defined]
    _behind_proxies(app, settings.trusted_proxies)
    request_log.register(app, parts.metrics)
    problems.register(app)
    headers.register(app, secure=settings.cookie_secure)
    origins.register(app, parts.origins)
    json_bodies.register(app)
    app.after_request(keep_cookie)
    app.register_blueprint(health)
    app.register_blueprint(pages)
    register_all(app)
    return app


def _behind_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_port=count
        )


def _attach_sockets(app: Flask, parts: Services) -> None:
    def accepted(sid: str, namespace: str) -> None:
        if namespace == WALLBOARD:
            in_background(lambda: boards.accepted(sid))
            return
        browser = (desks if namespace == DESK else customers).accepted(sid)
        # In the background also when it is nobody's: the line is cut once the answer is under way.
        in_background(lambda: _open(server, parts, sid, browser, namespace))

    server = make_server(app, parts.origins, accepted)
    desks, customers = DeskNamespace(server, parts), CustomerNamespace(server, parts)
    boards = WallboardNamespace(server, parts)
    for listening in (desks, customers, boards):
        listening.register()


def _open(
    server: SocketIO, parts: Services, sid: str, browser: Socket | None, namespace: str
) -> None:
    try:
        if browser is None:
            raise NotConnectedYet
        parts.live.connections.opened(browser)
    except Exception:
        # The browser comes again by itself, and finds the database back.
        log.exception("connection.not_opened", sid=sid)
        parts.live.connections.closed(sid)
        hang_up(server, sid, namespace)


def _start(settings: Settings, parts: Services) -> None:
    if parts.broker is None or settings.broker_url is None:
        parts.live.start()
        return
    publisher = Publisher(parts.calls.database, parts.broker, parts.calls.run_writing)
    live = parts.live
    listener = EventStream(settings.broker_url, live.heard, live.deaf, live.hears_again)
    live.start(publisher, listener)
