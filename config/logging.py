"""Structured logs: one JSON object a line on standard output, from every library alike.

Whoever logs uses `structlog.get_logger()` with a fixed event name and data as fields. The ids of
what is being worked on are bound once, with `structlog.contextvars`, and stand on every line of that
thread, greenlet or task.
"""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from config.settings import Settings

#: Parts of field names whose values never reach a log.
_SECRET_PARTS = ("password", "secret", "token", "authorization", "cookie", "credential")
_HIDDEN = "[hidden]"
#: The password within an address such as amqp://user:password@host.
_ADDRESS_PASSWORD = re.compile(r"(\w+://[^\s:/@]*):[^\s/@]+@")
#: Libraries whose ordinary chatter says nothing about the product.
_QUIETER = (
    "amqp",
    "asyncio",
    # Two lines a task; the base of our tasks writes one that says more.
    "celery.app.trace",
    "celery.worker.strategy",
    "engineio",
    "kombu",
    "socketio",
    "urllib3",
    "werkzeug",
)


def configure_logging(settings: Settings, process: str) -> None:
    """Sends the logs of structlog and of the standard library through one pipe.

    `process` names this process (`web`, `worker`, …) on every line. Handlers that libraries
    have installed are removed.
    """
    shared = _shared_processors(process)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(settings),
            ],
        )
    )
    _take_over(handler, settings.log_level.upper())


def _take_over(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    if level != "DEBUG":
        for name in _QUIETER:
            logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)


def _shared_processors(process: str) -> list[Processor]:
    def name_process(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        line["process"] = process
        return line

    return [
        structlog.contextvars.merge_contextvars,
        name_process,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
        hide_secrets,
    ]


def _rendering(settings: Settings) -> list[Processor]:
    if settings.log_format == "console":
        return [structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())]
    return [
        structlog.processors.format_exc_info,
        hide_secrets,
        structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
    ]


def hide_secrets(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Processor: hides fields named like secrets, and passwords within addresses."""
    return {key: _HIDDEN if _is_secret(key) else _masked(value) for key, value in line.items()}


def _is_secret(key: str) -> bool:
    lowered = key.lower()
    return any(part in lowered for part in _SECRET_PARTS)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _ADDRESS_PASSWORD.sub(rf"\1:{_HIDDEN}@", value)
    if isinstance(value, dict):
        return {k: _HIDDEN if _is_secret(str(k)) else _masked(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value
