"""What the web process tells Prometheus.

Figures of the database (requests by state, messages owed to the broker) are counted when they are
asked for, and left out while it does not answer. Each application has a registry of its own, so that
several can live in one test process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from routing.errors import RoutingError
from routing.scope import ALL_COMPANIES
from routing.tables import OutboxMessage, Request, Session
from routing.transaction import Transaction
from webui.database_calls import DatabaseCalls
from webui.live.sockets import CustomerSocket, DeskSocket, Sockets

# Seconds; the interesting half of them below a tenth, where an agent still feels no delay.
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
log = structlog.get_logger(__name__)


class Metrics:
    """The counters of one web process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.http = Histogram(
            "guichet_http_seconds",
            "Time to answer HTTP requests",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.sockets = Gauge(
            "guichet_sockets", "Open browser connections", ("kind",), registry=self.registry
        )
        self.pushes = Counter(
            "guichet_pushes_total", "Messages pushed to browsers", ("type",), registry=self.registry
        )
        self.snapshots = Counter(
            "guichet_snapshots_total",
            "Snapshots sent to browsers",
            ("kind",),
            registry=self.registry,
        )
        self.wallboards = Counter(
            "guichet_wallboards_reckoned",
            "Wallboards reckoned, each once for everybody who looks at it",
            registry=self.registry,
        )
        self.wallboard_seconds = Histogram(
            "guichet_wallboard_seconds",
            "Time from an event to the wallboards that show it",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.push_seconds = Histogram(
            "guichet_push_seconds",
            "Time from an event to its pushes",
            buckets=BUCKETS,
            registry=self.registry,
        )

    def count_sockets(self, sockets: Sockets) -> None:
        """Count browsers whenever the figures are asked for."""
        self.sockets.labels("desk").set_function(lambda: sockets.count(DeskSocket))
        self.sockets.labels("customer").set_function(lambda: sockets.count(CustomerSocket))

    def count_viewers(self, count: Callable[[], int]) -> None:
        """Count the browsers that show a wallboard whenever the figures are asked for."""
        self.sockets.labels("wallboard").set_function(count)

    def watch_database(self, calls: DatabaseCalls) -> None:
        """Count rows of the database whenever the figures are asked for."""
        self.registry.register(_Rows(calls))

    def text(self) -> bytes:
        """All figures in Prometheus's text format."""
        return generate_latest(self.registry)


class _Rows(Collector):
    def __init__(self, calls: DatabaseCalls) -> None:
        self._calls = calls

    def describe(self) -> Iterable[GaugeMetricFamily]:
        # Said so that registering does not query the database.
        return ()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        try:
            requests, sessions, owed = self._calls.read(ALL_COMPANIES, _count)
        except (SQLAlchemyError, RoutingError) as error:
            # The other figures are wanted then more than ever.
            log.warning("metrics.rows_not_counted", reason=str(error))
            return
        yield _by_state("guichet_requests", "Requests by state", requests)
        yield _by_state("guichet_sessions", "Sessions by state", sessions)
        yield GaugeMetricFamily("guichet_outbox", "Messages owed to the broker", value=owed)


def _by_state(name: str, text: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=("state",))
    for state, count in sorted(counts.items()):
        family.add_metric((state,), count)
    return family


def _count(reading: Transaction) -> tuple[dict[str, int], dict[str, int], int]:
    run = reading.session.execute
    requests = run(select(Request.state, func.count()).group_by(Request.state))  # type: ignore[call-overload]
    sessions = run(select(Session.state, func.count()).group_by(Session.state))  # type: ignore[call-overload]
    owed = run(select(func.count()).select_from(OutboxMessage)).scalar_one()
    return _counts(requests), _counts(sessions), int(owed)


def _counts(result: Any) -> dict[str, int]:
    return {str(state): int(count) for state, count in result}
