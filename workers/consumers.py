"""Which run-time queues the routing worker consumes: those of the WebACD queues and tiers.

The database's tables are the truth. They are read at the start, when a `queue.changed` event says
so, and every few seconds in case that event was lost.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import structlog
from sqlmodel import col, select

from routing import topology
from routing.broker import Broker, EventStream, translated
from routing.database import ALL_COMPANIES, Database
from routing.tables.company import Company
from routing.tables.queue import Queue, Tier

log = structlog.get_logger(__name__)

#: Seconds; a queue created at run time is served within these even when its event is lost.
INTERVAL = 5.0
#: Seconds during which a deleted queue is deleted again on the broker, as a last trigger on its way
#: would make it anew.
_FAREWELL = 60.0

Wanted = dict[str, topology.Queue]


def wanted_queues(database: Database) -> Wanted:
    """The broker's queues that the tables ask for, by name."""
    with database.reading(ALL_COMPANIES) as reading:
        queues = reading.session.execute(
            select(Company.slug, Queue.key).where(col(Queue.company_id) == col(Company.id))
        )
        tiers = reading.session.execute(
            select(Company.slug, Tier.key).where(col(Tier.company_id) == col(Company.id))
        )
        rows = [
            *(topology.acd_queue(slug, key) for slug, key in queues),
            *(topology.escalation_queue(slug, key) for slug, key in tiers),
        ]
    return {row.name: row for row in rows}


def reconcile(consumer: Any, wanted: Wanted) -> set[str]:
    """Makes Celery's `consumer` consume the `wanted` run-time queues and no others.

    Must run in the consumer's own thread. Returns the names of those it has dropped.
    """
    if consumer.task_consumer is None:
        return set()
    queues = consumer.app.amqp.queues
    consumed = {name for name in queues.consume_from if _made_at_run_time(name)}
    for name in wanted.keys() - consumed:
        queues.add(translated(wanted[name]))
        consumer.add_task_queue(name)
    for name in consumed - wanted.keys():
        consumer.cancel_task_queue(name)
        queues.pop(name, None)
    return consumed - wanted.keys()


def _made_at_run_time(name: str) -> bool:
    return any(family.matches.fullmatch(name) for family in topology.FAMILIES)


class RunTimeConsumers:
    """Keeps one worker's consumers as the tables say, from a thread of its own."""

    def __init__(self, database: Database, url: str, consumer: Any) -> None:
        self._database = database
        # A line of its own: declaring may take long, and no publisher should wait for it.
        self._broker = Broker(url)
        self._consumer = consumer
        #: Queues dropped, each with the time until which it is to be deleted on the broker.
        self._leaving: dict[str, float] = {}
        self._stopping = False
        self._look = threading.Event()
        self._new_broker = threading.Event()
        self._events = EventStream(
            url, lambda _: self._look.set(), on_back=self._on_back, keys=("queue.changed",)
        )
        self._thread = threading.Thread(target=self._run, name="run-time-consumers", daemon=True)

    def start(self) -> None:
        """Begins to reconcile; returns at once."""
        self._events.start()
        self._thread.start()

    def stop(self) -> None:
        """Leaves the consumers as they are, and ends."""
        self._stopping = True
        self._look.set()
        self._events.stop()
        self._thread.join(INTERVAL)
        self._broker.close()

    def _on_back(self) -> None:
        self._new_broker.set()
        self._look.set()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._reconcile()
                self._declare_everything()
                self._delete_leaving()
            except Exception as error:  # noqa: BLE001 - tried again in a moment
                log.warning("consumers not reconciled", reason=str(error))
            self._look.wait(INTERVAL)
            self._look.clear()

    def _declare_everything(self) -> None:
        # What nobody here consumes has to be there, too: above all `dead`.
        if self._new_broker.is_set():
            self._broker.declare()
            self._new_broker.clear()

    def _reconcile(self) -> None:
        wanted = wanted_queues(self._database)
        self._consumer.call_soon(self._apply, wanted)
        for name in [name for name in self._leaving if name in wanted]:
            del self._leaving[name]

    def _apply(self, wanted: Wanted) -> None:
        # In the consumer's thread, which must not wait for the broker: deleting is left to ours.
        for name in reconcile(self._consumer, wanted):
            self._leaving[name] = time.monotonic() + _FAREWELL
            self._look.set()

    def _delete_leaving(self) -> None:
        for name, until in list(self._leaving.items()):
            self._broker.delete_unused(name)
            if time.monotonic() > until:
                del self._leaving[name]
