"""Celery's consumer, taught to come back to its broker at once and to lose nothing unreadable."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any

from celery.exceptions import CPendingDeprecationWarning
from celery.worker.consumer import Consumer
from structlog import get_logger

log = get_logger(__name__)

# Told at each loss of the broker: that a later Celery may cancel running tasks then. We let them end.
warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)

#: Seconds between attempts to reach the broker: first, longest. Celery's own go up to 30 s, and
#: work posted meanwhile would wait that long after the broker is back.
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 1.0

_DELAYED_DELIVERY = "celery.worker.consumer.delayed_delivery:DelayedDelivery"


class ReconnectingConsumer(Consumer):  # type: ignore[misc]
    """The part of a worker that holds its connection."""

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc]
        # Repetitions have queues of their own (see routing.topology), so Celery's 28 queues and
        # exchanges for delays would be declared at every start for nothing.
        default_steps = [
            step for step in Consumer.Blueprint.default_steps if step != _DELAYED_DELIVERY
        ]

    def ensure_connected(self, conn: Any) -> Any:
        """Waits for the broker as long as it takes, asking often."""
        conn.ensure_connection = partial(
            conn.ensure_connection,
            interval_start=FIRST_PAUSE,
            interval_step=FIRST_PAUSE,
            interval_max=LONGEST_PAUSE,
        )
        return super().ensure_connected(conn)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """A message that cannot be read goes to `dead`; Celery would drop it."""
        log.error("message not readable", reason=str(exc), routing_key=message.delivery_info)
        message.reject_log_error(log, self.connection_errors)
