"""The whole product as real processes, for acceptance tests.

    with running_guichet(tmp_path) as guichet:
        browser.goto(guichet.base_url)
        guichet.kill("web")              # -9; `guichet up` brings it back
        guichet.wait_ready()

It is the real `guichet up`, with free ports and a var folder of its own. When a test fails, the
ends of its logs stand in the report (see `tests.log_sections`).
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from config.child_process import kill_group, spawn
from config.ports import LOOPBACK, free_ports
from config.settings import PREFIX
from tests.waiting import wait_until

#: Several times the promised 12 s: the machine runs other tests besides.
READY_LIMIT_S = 120.0
STOP_LIMIT_S = 60.0
_ANSWER_LIMIT_S = 2.0
_TAIL_BYTES = 3_000

#: Those that run now, for the report of a test that fails.
RUNNING: "list[RunningGuichet]" = []


class RunningGuichet:
    """One `guichet up` with everything it starts."""

    def __init__(self, directory: Path, **settings: str | int) -> None:
        """Starts it; `settings` are further settings by their names, `log_level="debug"`."""
        self.directory = directory
        self.var_dir = directory / "var"
        self.port, self.site_port = free_ports(2)
        self.settings = {
            "port": self.port,
            "demo_site_port": self.site_port,
            "var_dir": self.var_dir,
            **settings,
        }
        self.output = directory / "up.log"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        # Only what the test says: a developer's own settings stay out.
        clean = {k: v for k, v in os.environ.items() if not k.upper().startswith(PREFIX)}
        given = {PREFIX + name.upper(): str(value) for name, value in self.settings.items()}
        command = [sys.executable, "-m", "config.cli", "up"]
        return spawn(command, {**clean, **given, "PYTHONUNBUFFERED": "1"}, self.output)

    @property
    def base_url(self) -> str:
        """The address by which agents know it (`localhost`)."""
        return f"http://localhost:{self.port}"

    @property
    def loopback_url(self) -> str:
        """The same server by number: to a browser, another site than `base_url`."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def site_url(self) -> str:
        """The address of the demonstration bank's page: another site than `base_url`."""
        return f"http://{LOOPBACK}:{self.site_port}"

    @property
    def database_url(self) -> str:
        """The address of its database."""
        default = f"sqlite:///{self.var_dir / 'guichet.db'}"
        return str(self.settings.get("database_url", default))

    def pids(self) -> dict[str, int]:
        """The process ids of its children by name: epmd, broker, web, worker, batch, beat, site."""
        state = self.var_dir / "run" / "children.json"
        pids: dict[str, int] = json.loads(state.read_text()) if state.exists() else {}
        return pids

    def family(self) -> list[psutil.Process]:
        """`guichet up` and all its descendants that live now."""
        try:
            parent = psutil.Process(self.process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def is_ready(self) -> bool:
        """Whether `up` has announced itself, web answers and both workers have said so."""
        try:
            answer = requests.get(f"{self.loopback_url}/readyz", timeout=_ANSWER_LIMIT_S)
        except requests.RequestException:
            return False
        run_dir = self.var_dir / "run"
        return answer.ok and all(
            (run_dir / f"{name}.ready").exists() for name in ("up", "worker", "batch")
        )

    def wait_ready(self, seconds: float = READY_LIMIT_S) -> None:
        """Returns once everything is ready; AssertionError with the logs when it is not."""

        def ready_or_over() -> bool:
            return self.process.poll() is not None or self.is_ready()

        try:
            wait_until(ready_or_over, seconds, "guichet up to be ready")
            assert self.process.poll() is None, "guichet up has ended"
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.logs()}") from None

    def kill(self, name: str) -> int:
        """Kills the child `name` with -9 and returns the process id it had."""
        pid = self.pids()[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_and_wait(self, name: str, seconds: float = READY_LIMIT_S) -> None:
        """Kills the child `name` with -9; returns once another process has taken its place."""
        killed = self.kill(name)
        wait_until(lambda: self.pids().get(name, killed) != killed, seconds, f"a new {name}")

    def stop(self) -> int:
        """Asks it to stop (SIGTERM) as an operator would; returns its exit code."""
        self.process.terminate()
        code = self.process.wait(STOP_LIMIT_S)
        self._forget()
        return code

    def kill_all(self) -> None:
        """Kills `guichet up` with -9; the kernel takes its children along."""
        family = self.family()
        kill_group(self.process)
        self.process.wait()
        psutil.wait_procs(family, STOP_LIMIT_S)
        self._forget()

    def start_again(self) -> None:
        """Starts it anew on the same folder and port after `stop` or `kill_all`."""
        self.process = self._start()
        if self not in RUNNING:
            RUNNING.append(self)

    def logs(self) -> str:
        """The ends of all its logs, for a failing test's report."""
        files = [self.output, *sorted((self.var_dir / "log").glob("*.log"))]
        files += sorted((self.var_dir / "broker" / "log").glob("*.log"))
        return "\n".join(f"--- {file.name}\n{_tail(file)}" for file in files if file.exists())

    def _forget(self) -> None:
        if self in RUNNING:
            RUNNING.remove(self)


@contextmanager
def running_guichet(directory: Path, **settings: str | int) -> Iterator[RunningGuichet]:
    """A ready Guichet below `directory`; afterwards no process of it is left.

    `settings` are settings by their names, for instance `database_url` of a PostgreSQL.
    """
    guichet = RunningGuichet(directory, **settings)
    RUNNING.append(guichet)
    try:
        guichet.wait_ready()
        yield guichet
    finally:
        if guichet.process.poll() is None:
            # -9, because a clean stop takes seconds and the folder is thrown away anyhow.
            guichet.kill_all()


def _tail(file: Path) -> str:
    with file.open("rb") as log:
        log.seek(max(0, file.stat().st_size - _TAIL_BYTES))
        return log.read().decode(errors="replace")
