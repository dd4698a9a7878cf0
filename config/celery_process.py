"""The Celery processes (`worker`, `batch`, `beat`), each with our logs."""

from typing import Any

from celery.signals import setup_logging, worker_process_init

from config.logging import configure_logging
from config.settings import Settings
from workers.app import (
    BATCH_TASKS,
    ROUTING_TASKS,
    batch_worker_argv,
    beat_argv,
    create_app,
    routing_worker_argv,
)

_ARGUMENTS = {"worker": routing_worker_argv, "batch": batch_worker_argv, "beat": beat_argv}
_TASKS = {"worker": ROUTING_TASKS, "batch": BATCH_TASKS, "beat": ()}


def run(name: str, settings: Settings) -> None:
    """Runs the Celery process `name` until it is told to stop."""

    def configure(**_: Any) -> None:
        configure_logging(settings, name)

    # Connected, it keeps Celery from installing handlers of its own, here and in the children
    # of the batch worker.
    setup_logging.connect(configure, weak=False)
    worker_process_init.connect(configure, weak=False)
    configure()
    # Without the banner: it is not a log line.
    create_app(settings, _TASKS[name]).start(["--quiet", *_ARGUMENTS[name](settings)])
