"""A hundred open wallboards over a day of 20,000 calls: the server's work, and how soon an event shows.

The events are made by another process and come by the broker. The floor is a Socket.IO server that
emits messages of the same size to as many listeners, four a second, and does nothing else.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import requests

from config.child_process import end
from routing.actions import intake, wallboards
from routing.actions.wallboards import Wanted
from routing.broker import Broker
from routing.clock import HOUR, SECOND, system_clock
from routing.database import Database
from routing.identifiers import new_id
from routing.outbox import Publisher
from routing.tables import Portal, Wallboard
from tests.bench.figure import Figure
from tests.bench.pace import at_pace, until
from tests.bench.socket_listeners import LIMIT_S, Listeners, Message
from tests.builders import a_company, a_portal, an_agent
from tests.integration.webui.web_process import WebProcess, running_web_process
from tests.services import free_port, private_broker
from tests.serving import Web, web_application
from tests.waiting import wait_until
from tests.wallboard_days import a_crew, day_of_calls, write_calls
from webui.live.wallboard_day import day_of
from webui.signing import TelevisionKey

BOARDS = 100
CALLS = 20_000
AGENTS = 40
#: Requests posted in a second, and for how many seconds: two busy seconds' worth a second.
RATE = 20
SECONDS = 15
#: Emitted messages a second, of the floor; a board is told as often at most.
EMITTED = 4
IDLE_S = 5.0


class Waits:
    """How long after its moment each message came to each listener, in ms."""

    def __init__(self, waits: Iterable[float]) -> None:
        self._ordered = sorted(waits)

    def quantile(self, share: float) -> float:
        """The wait that this share of all does not exceed."""
        return self._ordered[min(len(self._ordered) - 1, int(share * len(self._ordered)))]


def waits_of_boards(heard: Iterable[Message], moments: Mapping[int, float]) -> Waits:
    """A board shows every request up to `offered`: each that is new to its listener has come."""

    def each() -> Iterator[float]:
        shown: dict[int, int] = {}
        for message in heard:
            name, data = message.read()
            if name == "tick":
                continue
            offered = data["offered"]
            for count in range(shown.get(message.listener, offered) + 1, offered + 1):
                yield (message.came_at - moments[count]) * 1_000
            shown[message.listener] = offered

    return Waits(each())


def waits_of_echo(heard: Iterable[Message]) -> Waits:
    """An emitted message says when it was sent."""
    read = ((message.came_at, *message.read()) for message in heard)
    return Waits((came_at - data["at"]) * 1_000 for came_at, name, data in read if name == "board")


def run() -> Iterator[Figure]:
    """Work in ms of processor a second; waits in ms from the event to the listener."""
    with tempfile.TemporaryDirectory() as folder, private_broker(Path(folder) / "broker") as node:
        path = Path(folder)
        with web_application(path, broker_url=node.url, port=free_port()) as elsewhere:
            yield from _measured(elsewhere)


def _measured(elsewhere: Web) -> Iterator[Figure]:
    database = elsewhere.database
    portal, board = _a_busy_day(database)
    key = elsewhere.parts.signing.television_key(TelevisionKey(board.company_id, board.id, 1))
    publisher = Publisher(database, Broker(elsewhere.settings.broker_url or ""))
    publisher.start()
    port, auth = elsewhere.settings.port, {"wallboard_id": board.id, "key": key}
    moments: dict[int, float] = {}
    with running_web_process(elsewhere.settings) as process:
        wait_until(lambda: process.status() == "ok", LIMIT_S)
        alone = _work(process, lambda: _stream(database, portal, CALLS, moments))
        listeners = Listeners(port, "/wallboard", auth, BOARDS)
        idle = _work(process, lambda: until(time.monotonic() + IDLE_S))
        offered = CALLS + RATE * SECONDS
        busy = _work(process, lambda: _stream(database, portal, offered, moments))
        wait_until(lambda: _shown(listeners) == offered + RATE * SECONDS, LIMIT_S)
        listeners.close()
    publisher.stop()
    size = max(len(message.text) for message in listeners.heard)
    floor, echo = _floor(size)
    ours = waits_of_boards(listeners.heard, moments)
    yield Figure(f"{BOARDS} wallboards, idle", idle, f"none, {RATE} events/s", alone, "ms/s")
    yield Figure(
        f"{BOARDS} wallboards, {RATE} events/s", busy, f"plain echo, {EMITTED}/s", floor, "ms/s"
    )
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        beside = echo.quantile(share)
        yield Figure(f"event → board, {name}", ours.quantile(share), f"echo, {name}", beside, "ms")


def _shown(listeners: Listeners) -> int:
    """What the last board said that came to anybody."""
    for message in reversed(listeners.heard):
        name, data = message.read()
        if name != "tick":
            return int(data["offered"])
    return 0


def _a_busy_day(database: Database) -> tuple[Portal, Wallboard]:
    now = system_clock()
    zone = f"Etc/GMT{(now // HOUR) % 24 - 14:+d}" if (now // HOUR) % 24 >= 2 else "Etc/GMT+12"
    company = a_company(database, time_zone=zone)
    portal = a_portal(database, company)
    sophie = an_agent(database, company, role="supervisor")
    a_crew(database, company, [f"Agent {n}" for n in range(AGENTS)], now, portals=[portal])
    write_calls(database, portal, day_of_calls(CALLS, day_of(now, zone).begins, now - SECOND))
    with database.transaction(company) as tx:
        return portal, wallboards.create(tx, sophie, Wanted("All", portal_ids=[portal.id]))


def _stream(database: Database, portal: Portal, offered: int, moments: dict[int, float]) -> None:
    """Customers come, evenly, after `offered` others; each one's moment is that of its commit."""
    for number in at_pace(RATE, RATE * SECONDS):
        with database.transaction(portal.company_id) as tx:
            intake.post(tx, portal.id, intake.NewRequest(new_id(), "Ada", "Where is it?"))
        moments[offered + number + 1] = time.time()


def _work(process: WebProcess, action: Any) -> float:
    """Milliseconds of processor that the web process takes a second while `action` runs."""
    family = [psutil.Process(process.process.pid)]
    family += family[0].children(recursive=True)
    return _work_of(family, action)


def _work_of(family: list[psutil.Process], action: Any) -> float:
    def spent() -> float:
        return sum(sum(one.cpu_times()[:2]) for one in family)

    before, began = spent(), time.monotonic()
    action()
    return (spent() - before) / (time.monotonic() - began) * 1_000


def _floor(size: int) -> tuple[float, Waits]:
    with _plain_echo() as (port, process):
        listeners = Listeners(port, "/echo", {}, BOARDS)
        work = _work_of([psutil.Process(process.pid)], lambda: _emit(port, "x" * size))
        wait_until(lambda: len(listeners.heard) == (EMITTED * SECONDS + 1) * BOARDS, LIMIT_S)
        listeners.close()
    return work, waits_of_echo(listeners.heard)


def _emit(port: int, body: str) -> None:
    for _ in at_pace(EMITTED, EMITTED * SECONDS):
        message = {"at": time.time(), "body": body}
        requests.post(f"http://127.0.0.1:{port}/", json=message, timeout=LIMIT_S)


@contextmanager
def _plain_echo() -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.plain_echo", str(port)])
    try:
        wait_until(lambda: _answers(port), LIMIT_S, "the plain echo")
        yield port, process
    finally:
        end(process, 5.0)


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/", timeout=2).ok
    except requests.RequestException:
        return False
