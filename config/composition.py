"""Which processes make up the product on one machine, and how each is run."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from config.broker_care import BrokerCare
from config.broker_node import STOP_PATIENCE_S, BrokerCommand, BrokerNode
from config.settings import PREFIX, Settings
from config.supervisor import Plan

#: Children in the order in which they stop: nothing goes before what it needs.
STOP_ORDER: tuple[tuple[str, ...], ...] = (
    ("site", "beat", "web", "worker", "batch"),
    ("broker",),
    ("epmd",),
)
#: A worker ends what it has begun; longer than this only when a task hangs.
_WORKER_PATIENCE_S = 10.0


@dataclass(frozen=True)
class _Kind:
    """One of our own processes: how it is started and how long it may take to stop."""

    command: Sequence[str]
    patience: float
    has_ready_file: bool


_GUICHET = (sys.executable, "-m", "config.cli")
_KINDS = {
    # Not through the command line: gevent must patch before anything is imported.
    "web": _Kind((sys.executable, "-m", "config.web_process"), 6.0, has_ready_file=False),
    "worker": _Kind((*_GUICHET, "worker"), _WORKER_PATIENCE_S, has_ready_file=True),
    "batch": _Kind((*_GUICHET, "batch"), _WORKER_PATIENCE_S, has_ready_file=True),
    "site": _Kind((*_GUICHET, "demo-site"), 3.0, has_ready_file=False),
    "beat": _Kind((*_GUICHET, "beat"), 3.0, has_ready_file=False),
}


def names_for(settings: Settings) -> list[str]:
    """Our own processes that run with these settings."""
    return ["web", "worker", "batch", "beat", *(["site"] if settings.demonstration else [])]


def plan_for(name: str, settings: Settings) -> Plan:
    """How one of our own processes is run as a child with these settings."""
    kind = _KINDS[name]
    return Plan(
        name,
        kind.command,
        _environment(settings),
        settings.var_dir / "log" / f"{name}.log",
        kind.patience,
        settings.run_dir / f"{name}.ready" if kind.has_ready_file else None,
    )


def plans_for_broker(node: BrokerNode, care: BrokerCare) -> list[Plan]:
    """How the private broker's two processes are run as children, in their order."""
    epmd, server = node.prepare()
    return [
        _plan_for_broker(epmd),
        replace(
            _plan_for_broker(server),
            before_restart=care.before_restart,
            after_restart=partial(care.follow, crashed=True),
        ),
    ]


def _plan_for_broker(command: BrokerCommand) -> Plan:
    return Plan(command.name, command.command, command.environment, command.log, STOP_PATIENCE_S)


def _environment(settings: Settings) -> dict[str, str]:
    """Everything the child needs to know, so that it reads the same settings as its parent."""
    inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith(PREFIX)}
    return {**inherited, **settings.as_environment(), "PYTHONUNBUFFERED": "1"}
