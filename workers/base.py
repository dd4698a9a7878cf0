"""The one base of all tasks: log context, unit of work, what happens after a failure.

A task is acknowledged after its work is done, so a worker that dies has its messages delivered
again: every task is idempotent. One that fails is repeated after a while by way of a `retry` queue;
what goes on failing ends in the queue `dead`. A broken database is waited for without limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import structlog
from celery import Task, shared_task
from celery.exceptions import Reject

from config.settings import Settings
from routing import topology
from routing.broker import BrokerDown, Message
from routing.database import Database
from routing.errors import NotFound
from routing.transaction import Transaction
from workers.process import Process
from workers.retry import RetryPolicy

log = structlog.get_logger(__name__)

#: Seconds before a task goes back whose repetition the broker did not take: the deliveries it is
#: allowed (`topology.DELIVERY_LIMIT`) must outlast the time a stuck queue is left alone.
_PAUSE = 1.0

Function = TypeVar("Function", bound=Callable[..., None])


class Work(Task):  # type: ignore[misc]
    """A task at work; the first argument of each task function."""

    abstract = True
    acks_late = True
    reject_on_worker_lost = True
    # A failure is either repeated, and then acknowledged by us, or rejected into `dead`.
    acks_on_failure_or_timeout = False
    ignore_result = True
    retry_policy = RetryPolicy()

    @property
    def database(self) -> Database:
        """The database of this process."""
        return self._process.database

    @property
    def settings(self) -> Settings:
        """The settings of this process."""
        return self._process.settings

    @property
    def _process(self) -> Process:
        return cast(Process, self.app.process)

    def transact(self, company_id: str, action: Callable[[Transaction], object]) -> None:
        """Runs an action in a write transaction for one company's rows."""
        self.database.run(company_id, action)

    def __call__(self, *arguments: Any) -> None:
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(task=self.name, task_id=self.request.id):
            try:
                self.run(*arguments)
                log.info("task done", ms=round(1_000 * (time.perf_counter() - began), 1))
            except NotFound as gone:
                log.info("subject is gone", reason=str(gone))
            except Exception as error:  # noqa: BLE001 - decided by the retry policy, and logged
                self._after(error, arguments)

    def _after(self, error: Exception, arguments: tuple[Any, ...]) -> None:
        delay = self.retry_policy.delay(self.request.retries, error)
        if delay is None:
            log.exception("task given up", retries=self.request.retries)
            raise Reject(error, requeue=False)
        log.warning("task failed", retries=self.request.retries, again_in=delay, exc_info=True)
        if not self._is_published(self._repetition(delay, arguments)):
            # Not acknowledged: the broker delivers it again, and at once.
            time.sleep(_PAUSE)
            raise Reject(error, requeue=True)

    def _is_published(self, repetition: Message) -> bool:
        """Whether the broker has the repetition; it may be there and yet not confirm this one."""
        try:
            return bool(self._process.broker.publish([repetition]))
        except BrokerDown:
            return False

    def _repetition(self, delay: int, arguments: tuple[Any, ...]) -> Message:
        return Message(
            self.request.id,
            topology.retry_key(delay),
            # With this key it comes back from the retry queue to where it is now.
            self.request.delivery_info["routing_key"],
            self.name,
            {"args": list(arguments)},
            self.request.retries + 1,
        )


def task(name: str) -> Callable[[Function], Function]:
    """Makes a function, whose first argument is the `Work`, the task of this name."""
    return cast(
        "Callable[[Function], Function]",
        shared_task(name=name, base=Work, bind=True),
    )
