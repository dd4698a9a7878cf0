"""Whether this process lives, is ready, and what it counts.

Ready needs the database alone: with the broker down posts are still accepted, so that is 'degraded'
and no reason to take the process out of service.
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from routing.errors import RoutingError
from webui.services import services

health = Blueprint("health", __name__)
log = structlog.get_logger(__name__)


@health.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers (else 503); a broker that does not is 'degraded'."""
    database, broker = _database_answers(), _broker_reachable()
    status = "down" if not database else "ok" if broker else "degraded"
    body = jsonify(status=status, database=_word(database), broker=_word(broker))
    return body, 200 if database else 503


@health.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus."""
    return Response(services().metrics.text(), mimetype="text/plain; version=0.0.4")


def _word(answers: bool) -> str:
    return "ok" if answers else "down"


def _database_answers() -> bool:
    calls = services().calls
    try:
        calls.run(calls.database.ping)
    except (SQLAlchemyError, RoutingError) as error:
        log.warning("database.unavailable", error=str(error))
        return False
    return True


def _broker_reachable() -> bool:
    broker: Any = services().broker
    return broker is not None and bool(broker.reachable())
