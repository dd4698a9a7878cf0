"""A real worker process of a test's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

from config.child_process import end, kill_group, spawn
from config.settings import PREFIX
from tests.waiting import wait_until

#: Several times what a worker takes to start on a busy machine.
READY_LIMIT_S = 60.0
STOP_LIMIT_S = 20.0

ROUTING = (sys.executable, "-m", "config.cli", "worker")
BATCH = (sys.executable, "-m", "config.cli", "batch")
BEAT = (sys.executable, "-m", "config.cli", "beat")
ODD = (sys.executable, "-m", "tests.integration.workers.odd_worker")


class RunningWorker:
    """Started at once; `name` is that of its ready file, `further` are settings by their names."""

    def __init__(
        self,
        command: Sequence[str],
        var_dir: Path,
        broker_url: str,
        name: str = "worker",
        **further: str,
    ) -> None:
        self.var_dir = var_dir
        self.log = var_dir / f"{name}.log"
        self.ready_file = var_dir / "run" / f"{name}.ready"
        clean = {k: v for k, v in os.environ.items() if not k.upper().startswith(PREFIX)}
        settings: dict[str, object] = {
            "var_dir": var_dir,
            "broker_url": broker_url,
            "worker_concurrency": 4,
        }
        settings |= further
        given = {PREFIX + key.upper(): str(value) for key, value in settings.items()}
        environment = {**clean, **given, "PYTHONUNBUFFERED": "1"}
        self.process = spawn(command, environment, self.log)

    def wait_ready(self) -> "RunningWorker":
        """Returns once it consumes; fails with its log when it does not get there."""
        wait_until(self._is_ready, READY_LIMIT_S, f"a ready worker; see {self.log}")
        return self

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return self.ready_file.exists() and int(self.ready_file.read_text()) == self.process.pid

    def kill(self) -> None:
        """Kills it with -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_family(self) -> None:
        """Kills it with its children, if they live; none is left."""
        if self.process.poll() is None:
            kill_group(self.process)
            self.process.wait()

    def stand_still(self) -> None:
        """Stops it and its children in their tracks."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Ends a `stand_still`."""
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        main = psutil.Process(self.process.pid)
        for process in (main, *main.children(recursive=True)):
            process.send_signal(what)

    def stop(self) -> int:
        """Asks it to end; its exit status."""
        end(self.process, STOP_LIMIT_S)
        assert isinstance(self.process, subprocess.Popen)
        return int(self.process.returncode)

    def lines(self, name: str) -> list[str]:
        """The lines its tasks have left in a file."""
        file = self.var_dir / name
        return file.read_text().splitlines() if file.exists() else []
