"""What every handler of one application may use, gathered once by `webui.app`."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from config.settings import Settings
from routing.broker import Broker
from webui.database_calls import DatabaseCalls
from webui.live.live import Live
from webui.metrics import Metrics
from webui.real_threads import RealThreads
from webui.signing import Signing

EXTENSION = "guichet"


@dataclass(frozen=True)
class Services:
    """The parts of one application.

    `broker` is None where no broker is configured; `hashing` is where passwords are checked.
    """

    settings: Settings
    calls: DatabaseCalls
    signing: Signing
    origins: frozenset[str]
    metrics: Metrics
    broker: Broker | None
    live: Live
    hashing: RealThreads


def services() -> Services:
    """The parts of the application that answers the present request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Services)
    return found
