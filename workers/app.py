"""The Celery application, and the command line of each process that runs it."""

from __future__ import annotations

from collections.abc import Sequence

from celery import Celery

from config.settings import Settings
from routing import topology
from routing.broker import translated
from workers.lifespan import BATCH, ROUTING, Lifespan
from workers.process import broker_url
from workers.schedule import SCHEDULE

#: The modules of each kind of process. pandas comes with the batch worker's, and must stay there.
ROUTING_TASKS = ("workers.acd", "workers.deadline", "workers.escalation", "workers.portals")
BATCH_TASKS = ("workers.export", "workers.housekeeping", "workers.mail", "workers.report")

#: Seconds; a worker notices within two of these that the broker's machine has vanished.
_HEARTBEAT = 15
_CONNECT_TIMEOUT = 3


def create_app(settings: Settings, tasks: Sequence[str] = ()) -> Celery:
    """The application of worker, batch and beat; raises SettingsError without a broker.

    `tasks` are the modules whose tasks it can run: none for beat, which only sends.
    """
    app = Celery("guichet", broker=broker_url(settings), include=tasks, set_as_current=True)
    app.process = None
    app.conf.update(
        task_queues=[translated(q) for q in (*topology.ROUTING_QUEUES, *topology.BATCH_QUEUES)],
        task_default_queue=topology.HOUSEKEEPING,
        task_default_exchange=topology.WORK,
        task_default_exchange_type="topic",
        task_create_missing_queues=False,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        # One message at a time for each thread: what waits can be taken by another worker.
        worker_prefetch_multiplier=1,
        worker_consumer="workers.reconnecting:ReconnectingConsumer",
        # A worker whose broker is gone finishes what it does; that is then delivered again.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=_CONNECT_TIMEOUT,
        broker_heartbeat=_HEARTBEAT,
        broker_transport_options={"confirm_publish": True},
        beat_schedule=SCHEDULE,
        beat_schedule_filename=str(settings.var_dir / "beat-schedule"),
        timezone="UTC",
    )
    Lifespan(app, settings).connect()
    return app


def routing_worker_argv(settings: Settings) -> list[str]:
    """Celery's arguments for the worker that routes: threads, the portal and deadline queues.

    The queues of WebACD queues and tiers are added at run time.
    """
    return _worker(ROUTING, "threads", settings.worker_concurrency, topology.ROUTING_QUEUES)


def batch_worker_argv(settings: Settings) -> list[str]:
    """Celery's arguments for the worker of everything that may take long: forked processes."""
    return _worker(BATCH, "prefork", settings.batch_concurrency, topology.BATCH_QUEUES)


def beat_argv(settings: Settings) -> list[str]:
    """Celery's arguments for beat; it remembers in `var_dir` what it sent last."""
    # No pid file: one left by a killed beat would keep the next from starting.
    return ["beat", "--pidfile="]


def _worker(
    kind: str, pool: str, concurrency: int, queues: tuple[topology.Queue, ...]
) -> list[str]:
    return [
        *("worker", "--hostname", f"{kind}@%h", "--pool", pool, "--concurrency", str(concurrency)),
        *("--queues", ",".join(queue.name for queue in queues)),
        # Workers know each other by the database only.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
