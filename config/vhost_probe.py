"""Asking a broker, as its clients do, whether it opens its virtual host."""

# mypy: disallow-untyped-calls=False
# (kombu calls itself typed, but most of it is not.)

from enum import Enum, auto

from amqp.exceptions import InternalError, NotAllowed
from kombu.connection import Connection

_TIMEOUT_S = 3.0


class Vhost(Enum):
    """What a broker says to a client that wants in."""

    OPEN = auto()
    REFUSED = auto()
    """The broker runs, but this virtual host is down or gone."""
    SILENT = auto()
    """No answer, or none that says anything about the virtual host."""


def probe(url: str) -> Vhost:
    """Connects to the AMQP address `url` and leaves again; takes three seconds at most."""
    try:
        with Connection(url, connect_timeout=_TIMEOUT_S) as connection:
            connection.connect()
    except (InternalError, NotAllowed):
        return Vhost.REFUSED
    except Exception:  # noqa: BLE001 - a broker that comes or goes breaks in many ways
        return Vhost.SILENT
    return Vhost.OPEN
