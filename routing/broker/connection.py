"""One connection to the broker, for whoever publishes and whoever listens: nobody waits long for it."""

# mypy: disallow-untyped-calls=False
# (kombu calls itself typed, but most of it is not.)

from __future__ import annotations

from contextlib import suppress

from kombu.connection import Connection
from kombu.exceptions import OperationalError
from kombu.transport.pyamqp import Transport

#: Seconds to establish a connection, handshake included.
CONNECT_TIMEOUT = 3.0
#: Seconds the broker may take to answer a request of ours, so that no caller hangs with it.
ANSWER_TIMEOUT = 10.0
#: Seconds between attempts to reach a broker that is down. Half of the 0.5 s promised for hearing
#: events again, so that one failed attempt more still keeps the promise.
RECONNECT_INTERVAL = 0.25
#: Seconds that saying good-bye may take.
_CLOSE_TIMEOUT = 0.5

#: What a broker says that refuses one request and with it the channel, but not the connection.
CHANNEL_ERRORS: tuple[type[Exception], ...] = Transport.channel_errors
#: What a broker that is down, going down or refusing throws at its clients.
FAILURES: tuple[type[Exception], ...] = (
    *Transport.connection_errors,
    *CHANNEL_ERRORS,
    OperationalError,
    OSError,
)


def connect(url: str, heartbeat: float) -> Connection:
    """A new connection; raises one of `FAILURES`. `heartbeat` in seconds, 0 for none."""
    connection = Connection(url, heartbeat=heartbeat, connect_timeout=CONNECT_TIMEOUT)
    # Without a pause: whoever calls has a rhythm of its own.
    connection.ensure_connection(
        max_retries=len(connection.alt) or 1, interval_start=0, interval_step=0, interval_max=0
    )
    connection.connection.sock.settimeout(ANSWER_TIMEOUT)
    return connection


def disconnect(connection: Connection) -> None:
    """Ends a connection, whatever state it is in; never raises."""
    # Whatever a half-dead connection says to its end is of no interest.
    with suppress(Exception):
        if connection.connected:
            # One that no longer answers must not be waited for.
            connection.connection.sock.settimeout(_CLOSE_TIMEOUT)
        connection.close()
