"""Kills processes of a running product with -9, at random moments that a seed decides."""

import random
import socket
import time
from dataclasses import dataclass, field

import psutil
import requests

from config.ports import LOOPBACK
from tests.acceptance.chaos.ledger import Ledger
from tests.running import RunningGuichet
from tests.waiting import wait_until

#: How often each is hit: the broker takes ten times as long as the others to come back.
WEIGHTS = {"web": 4, "worker": 5, "broker": 2}
#: Between two hits the ledger gets on by a number of steps, or time passes (s), both at random.
STEPS = (1, 8)
PAUSE_S = (0.1, 1.0)
#: How often a process is hit that has not even come back yet.
EARLY = 0.1
#: Seconds to wait for something to get done between two hits, so that each finds life to end.
_LIFE_S = 6.0
_PROBE_S = 1.0


@dataclass
class Hit:
    """One kill: what, when (seconds since the start), and the requests that were open then."""

    name: str
    at: float
    in_flight: int


@dataclass
class Killer:
    """Hits one process after another; `hits` tells what it did."""

    guichet: RunningGuichet
    ledger: Ledger
    chance: random.Random
    hits: list[Hit] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    _progress: int = 0
    _hit_at: float = 0.0

    def rage(self, at_least_s: float, hits: int, limit_s: float) -> None:
        """Kills for `at_least_s` and until `hits` went home with requests open.

        AssertionError after `limit_s` in which it could not do so.
        """
        while not (self._has_hit(hits) and time.monotonic() - self.began >= at_least_s):
            took = time.monotonic() - self.began
            assert took < limit_s, f"not {hits} kills with requests open within {limit_s:g} s"
            if self._there_is_life():
                self._hit_one()
            self._let_things_get_on()

    def _has_hit(self, enough: int) -> bool:
        went_home = sum(hit.in_flight > 0 for hit in self.hits)
        return went_home >= enough and {hit.name for hit in self.hits} == set(WEIGHTS)

    def _let_things_get_on(self) -> None:
        steps = self.ledger.progress + self.chance.randint(*STEPS)
        moment = time.monotonic() + self.chance.uniform(*PAUSE_S)
        wait_until(
            lambda: self.ledger.progress >= steps or time.monotonic() >= moment,
            _LIFE_S,
            "the next moment to kill",
        )

    def _there_is_life(self) -> bool:
        got_on = self.ledger.progress > self._progress
        return got_on or time.monotonic() - self._hit_at > _LIFE_S

    def _hit_one(self) -> None:
        name = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if not is_back(self.guichet, name) and self.chance.random() > EARLY:
            return
        pid = self.guichet.pids().get(name)
        if pid is None or not _lives(pid):
            return
        at, in_flight = time.monotonic() - self.began, self.ledger.in_flight()
        try:
            self.guichet.kill(name)
        except ProcessLookupError:
            return
        self._progress, self._hit_at = self.ledger.progress, time.monotonic()
        self.hits.append(Hit(name, at, in_flight))


def is_back(guichet: RunningGuichet, name: str) -> bool:
    """Whether this process does its work."""
    if name == "web":
        return _answers(f"{guichet.loopback_url}/healthz")
    if name == "worker":
        return (guichet.var_dir / "run" / "worker.ready").exists()
    return broker_answers(guichet)


def broker_answers(guichet: RunningGuichet) -> bool:
    """Whether the broker's process listens."""
    pid = guichet.pids().get("broker")
    if pid is None or not _lives(pid):
        return False
    try:
        listening = [
            c.laddr.port
            for c in psutil.Process(pid).net_connections("tcp")
            if c.status == psutil.CONN_LISTEN
        ]
        return any(_speaks_amqp(port) for port in listening)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _speaks_amqp(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), _PROBE_S) as probe:
            probe.settimeout(_PROBE_S)
            probe.sendall(b"AMQP\x00\x00\x09\x01")
            return len(probe.recv(1)) == 1
    except OSError:
        return False


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=_PROBE_S).ok
    except requests.RequestException:
        return False


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
