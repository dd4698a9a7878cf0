"""What a worker opens when it starts and closes when it stops."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from celery import Celery, signals

from config.parent_death import die_with_parent
from config.settings import Settings
from routing import outbox
from routing.actions import deadlines, stragglers, web_processes
from workers.consumers import RunTimeConsumers
from workers.process import Process, broker_url
from workers.sweeper import Sweeper

#: The two kinds of worker, by the name before the '@' of their node.
ROUTING = "worker"
BATCH = "batch"


class Lifespan:
    """Follows one worker through Celery's signals.

    The routing worker runs its tasks in threads and holds one `Process`. The batch worker forks:
    each of its children opens its own, and the parent none.
    """

    def __init__(self, app: Celery, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._pid = os.getpid()
        self._companions: list[Sweeper | RunTimeConsumers] = []

    def connect(self) -> None:
        """Has Celery call us."""
        # Not weakly: nobody else holds on to us.
        signals.worker_init.connect(self._begin, weak=False)
        signals.worker_ready.connect(self._ready, weak=False)
        signals.worker_process_init.connect(self._begin_child, weak=False)
        signals.worker_process_shutdown.connect(self._end_child, weak=False)
        signals.worker_shutdown.connect(self._end, weak=False)

    def _begin(self, sender: Any, **_: Any) -> None:
        self._pid = os.getpid()
        self._ready_file(sender.hostname).unlink(missing_ok=True)
        if _kind(sender.hostname) == ROUTING:
            self._app.process = process = Process(self._settings)
            # Before the broker is asked for: the sweeps go on without it.
            for sweeper in _sweepers(process):
                self._accompany(sweeper)

    def _ready(self, sender: Any, **_: Any) -> None:
        if _kind(sender.hostname) == ROUTING:
            url = broker_url(self._settings)
            self._accompany(RunTimeConsumers(self._app.process.database, url, sender))
        ready = self._ready_file(sender.hostname)
        ready.parent.mkdir(parents=True, exist_ok=True)
        # Whoever waits for the file must not find it empty.
        written = ready.with_suffix(".tmp")
        written.write_text(f"{os.getpid()}\n")
        written.replace(ready)

    def _begin_child(self, **_: Any) -> None:
        die_with_parent(self._pid)
        self._app.process = Process(self._settings)

    def _end(self, sender: Any, **_: Any) -> None:
        self._ready_file(sender.hostname).unlink(missing_ok=True)
        for companion in self._companions:
            companion.stop()
        self._end_child()

    def _end_child(self, **_: Any) -> None:
        process, self._app.process = self._app.process, None
        if process is not None:
            process.close()

    def _accompany(self, companion: Sweeper | RunTimeConsumers) -> None:
        self._companions.append(companion)
        companion.start()

    def _ready_file(self, hostname: str) -> Path:
        return self._settings.run_dir / f"{_kind(hostname)}.ready"


def _sweepers(process: Process) -> tuple[Sweeper, ...]:
    database = process.database
    return (
        Sweeper("deadlines", partial(deadlines.act_on_overdue, database)),
        Sweeper("outbox", partial(outbox.sweep, database, process.broker)),
        Sweeper("stragglers", partial(stragglers.serve, database), interval=5.0),
        # What a web process killed with -9 held open, nobody but us can close.
        Sweeper("web processes", partial(web_processes.end_dead, database)),
    )


def _kind(hostname: str) -> str:
    return hostname.partition("@")[0]
