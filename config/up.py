"""`guichet up`: everything on one machine, started in order, kept running, stopped cleanly."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import requests
from pydantic import SecretStr

from config import demonstration
from config.announcement import Announcement
from config.broker_care import SILENT_LIMIT_S, BrokerCare
from config.broker_node import BrokerNode
from config.composition import STOP_ORDER, names_for, plan_for, plans_for_broker
from config.demonstration import DemonstrationAccount
from config.only_one import only_one
from config.ports import LOOPBACK, holder, is_free, local_address
from config.private_file import kept_secret_key
from config.settings import PREFIX, Settings
from config.stop_signals import StopSignals
from config.supervisor import Supervisor
from routing import migrate
from routing.broker import Broker

#: Five times what a start takes on a small machine.
START_LIMIT_S = 90.0
#: A child that dies this often before everything is ready will not recover by itself.
HOPELESS_DEATHS = 3
_TICK_S = 0.1
_IDLE_S = 5.0
_PROBE_TIMEOUT_S = 2.0


class StartError(Exception):
    """The product cannot start; the message says why and where to look."""


class StopAskedError(Exception):
    """Somebody asked to stop while the product was still starting."""


def run_up(settings: Settings, announcement: Announcement) -> None:
    """Runs everything until asked to stop; leaves no process behind.

    Raises AlreadyRunningError, StartError or BrokerError when it cannot.
    """
    # Everything written from here on, customers' data among it, is for this user alone.
    os.umask(0o077)
    with only_one(settings.run_dir / "up.lock"):
        _require_free_ports(settings)
        Up(settings, announcement).run()


class Up:
    """One run of the whole product."""

    def __init__(self, settings: Settings, announcement: Announcement) -> None:
        self._announcement = announcement
        self._began = time.monotonic()
        self._signals = StopSignals()
        self._ready_file = settings.run_dir / "up.ready"
        self._ready_file.unlink(missing_ok=True)
        state = settings.run_dir / "children.json"
        self._supervisor = Supervisor(state, announcement.child_died)
        self._node = None if settings.broker_url else BrokerNode(settings.var_dir / "broker")
        self._care = (
            BrokerCare(self._node, announcement.child_died, self._signals.wake)
            if self._node
            else None
        )
        self._settings = _completed(settings, self._node)

    def run(self) -> None:
        """Starts, tends until asked to stop, and always stops whatever was started."""
        try:
            self._start()
            while not self._signals.asked:
                self._tend(_IDLE_S)
        except StopAskedError:
            pass
        finally:
            self._stop()

    def _start(self) -> None:
        # The database is made ready while the broker boots, which takes longest.
        self._start_broker()
        self._announcement.step("bringing the database up to date")
        accounts = prepare_database(self._settings)
        # All at once: a process that is there before the broker waits for it by itself.
        for name in names_for(self._settings):
            self._supervisor.start(plan_for(name, self._settings))
        if self._care is not None:
            # Time for a start that leads nowhere, and for the one without data after it.
            limit = SILENT_LIMIT_S + START_LIMIT_S
            self._wait_for(self._care.is_serving, "the private broker was", limit)
        self._wait_for(self._web_answers, "the web process was")
        self._wait_for_workers()
        self._announcement.ready(self._settings, accounts, time.monotonic() - self._began)
        self._ready_file.write_text(str(os.getpid()))

    def _start_broker(self) -> None:
        if self._node is None or self._care is None:
            return
        self._announcement.step("starting the private RabbitMQ node")
        for plan in plans_for_broker(self._node, self._care):
            self._supervisor.start(plan)
        self._care.follow(self._node.has_crashed)

    def _wait_for_workers(self) -> None:
        if self._node is not None:
            self._wait_for(self._workers_ready, "the workers were")
            return
        # Somebody else's broker comes when it comes: web takes requests in without it.
        broker = Broker(self._settings.broker_url or "")
        self._wait_for(lambda: self._workers_ready() or not broker.check(), "the workers were")
        broker.close()
        if not self._workers_ready():
            self._announcement.broker_is_down()

    def _wait_for(
        self, condition: Callable[[], bool], what: str, seconds: float = START_LIMIT_S
    ) -> None:
        limit = time.monotonic() + seconds
        while not condition():
            if self._signals.asked:
                raise StopAskedError
            if time.monotonic() > limit:
                raise StartError(f"{what} not ready after {seconds:.0f} s")
            self._tend(_TICK_S)
            self._give_up_on_hopeless()

    def _tend(self, seconds: float) -> None:
        due = self._supervisor.next_restart_in()
        self._signals.wait(seconds if due is None else min(seconds, due))
        if self._signals.asked:
            return
        if self._care is not None and self._care.given_up:
            self._supervisor.kill("broker")
        self._supervisor.tend()

    def _give_up_on_hopeless(self) -> None:
        for child in self._supervisor.children.values():
            if child.deaths >= HOPELESS_DEATHS:
                raise StartError(
                    f"{child.plan.name} keeps ending; the end of {child.plan.log}:\n"
                    + _tail(child.plan.log)
                )

    def _web_answers(self) -> bool:
        address = local_address(self._settings.host, self._settings.port)
        try:
            answer = requests.get(f"http://{address}/readyz", timeout=_PROBE_TIMEOUT_S)
        except requests.RequestException:
            return False
        return answer.ok

    def _workers_ready(self) -> bool:
        plans = [child.plan for child in self._supervisor.children.values()]
        return all(plan.ready_file.exists() for plan in plans if plan.ready_file)

    def _stop(self) -> None:
        self._ready_file.unlink(missing_ok=True)
        self._announcement.step("stopping")
        if self._care is not None:
            self._care.leave()
        for names in STOP_ORDER:
            self._supervisor.stop(names, lambda: self._signals.asked_again)
        if self._node is not None and not self._signals.asked_again:
            self._node.note_stopped()
        self._announcement.step("stopped")


def prepare_database(settings: Settings) -> list[DemonstrationAccount]:
    """Brings the tables up to date and loads the demonstration; returns its accounts."""
    migrate.upgrade(settings.database_url)
    return demonstration.load(settings) if settings.demonstration else []


def _completed(settings: Settings, node: BrokerNode | None) -> Settings:
    """The settings with what `up` makes itself: a signing key, the private broker's address."""
    made: dict[str, object] = {}
    if not settings.is_set("secret_key"):
        made["secret_key"] = SecretStr(kept_secret_key(settings.var_dir))
    if node is not None:
        made["broker_url"] = node.url
        made["broker_management_url"] = node.management_url
    return settings.model_copy(update=made)


def _require_free_ports(settings: Settings) -> None:
    wanted = {"PORT": (settings.port, settings.host)}
    if settings.demonstration:
        wanted["DEMO_SITE_PORT"] = (settings.demo_site_port, LOOPBACK)
    for name, (port, host) in wanted.items():
        if not is_free(port, host):
            raise StartError(
                f"port {port} is taken by {holder(port)}; "
                f"free it, or choose another with {PREFIX}{name}"
            )


def _tail(log: Path, lines: int = 15) -> str:
    if not log.exists():
        return "(empty)"
    with log.open("rb") as file:
        file.seek(max(0, os.path.getsize(log) - 20_000))  # noqa: PTH202
        text = file.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-lines:])
