"""Further processes of a running product, started as `guichet up` starts its own and killed at will."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import requests

from config.child_process import kill_group, spawn
from config.ports import LOOPBACK, free_port
from tests.running import RunningGuichet
from tests.waiting import wait_until

#: Five times what a start takes on a small idle machine, and more: it runs other tests besides.
READY_LIMIT_S = 60.0
_ANSWER_LIMIT_S = 1.0


def environment_of(guichet: RunningGuichet, name: str) -> dict[str, str]:
    """What a child of `guichet up` was told, its settings among it."""
    return dict(psutil.Process(guichet.pids()[name]).environ())


class OwnProcess:
    """One more process beside those that `guichet up` keeps; nobody but the test restarts it."""

    def __init__(self, environment: dict[str, str], module: tuple[str, ...], log: Path) -> None:
        self._environment = environment
        self._command = (sys.executable, "-m", *module)
        self._log = log
        self.process: subprocess.Popen[bytes] = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        return spawn(self._command, self._environment, self._log)

    def kill(self) -> None:
        """Kills it with -9."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        kill_group(self.process)

    def start_again(self) -> None:
        """Starts it anew after a kill; returns at once."""
        self.process = self._spawn()


class OwnWeb(OwnProcess):
    """One more web process, on a port of its own."""

    def __init__(self, guichet: RunningGuichet, public_url: str) -> None:
        self.port = free_port()
        told = {
            **environment_of(guichet, "web"),
            "GUICHET_PORT": str(self.port),
            "GUICHET_PUBLIC_URL": public_url,
        }
        super().__init__(told, ("config.web_process",), guichet.var_dir / "log" / "own-web.log")

    @property
    def address(self) -> str:
        """Its own address, without any line in between."""
        return f"http://localhost:{self.port}"

    def serves(self) -> bool:
        """Whether it answers."""
        try:
            return requests.get(f"http://{LOOPBACK}:{self.port}/readyz", timeout=_ANSWER_LIMIT_S).ok
        except requests.RequestException:
            return False

    def wait_serving(self) -> None:
        """Returns once it answers."""
        wait_until(self.serves, READY_LIMIT_S, "the web process to answer")


class OwnWorker(OwnProcess):
    """One more routing worker; its ready file lies in a folder of its own."""

    def __init__(self, guichet: RunningGuichet, directory: Path) -> None:
        told = {**environment_of(guichet, "worker"), "GUICHET_VAR_DIR": str(directory)}
        self._ready = directory / "run" / "worker.ready"
        super().__init__(told, ("config.cli", "worker"), directory / "worker.log")

    def wait_ready(self) -> None:
        """Returns once it takes work."""
        wait_until(self._ready.exists, READY_LIMIT_S, "the second worker")
