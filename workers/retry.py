"""How often, and after how long, a failed task is repeated: a value, decided without effects."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import InterfaceError, OperationalError

from routing import topology
from routing.clock import Millis
from routing.errors import DatabaseBusy, DatabaseReadOnly

#: Not the task's fault: it is repeated until the database is back, however long that takes.
OUTAGES: tuple[type[Exception], ...] = (
    DatabaseBusy,
    DatabaseReadOnly,
    InterfaceError,
    OperationalError,
)


@dataclass(frozen=True)
class RetryPolicy:
    """`delays` are milliseconds, one for each repetition; each needs its queue in the topology."""

    delays: tuple[Millis, ...] = topology.RETRY_DELAYS
    outages: tuple[type[Exception], ...] = OUTAGES

    def delay(self, retries: int, error: Exception) -> Millis | None:
        """How long to wait after `retries` repetitions and this error; None means give up."""
        if retries < len(self.delays):
            return self.delays[retries]
        return self.delays[-1] if isinstance(error, self.outages) else None
