"""The real web process (gunicorn with gevent) on a database and a broker of the test's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from config.settings import PREFIX, Settings
from tests.serving import SECRET
from tests.waiting import wait_until

LIMIT_S = 60.0


@dataclass
class WebProcess:
    """One web process that can be killed and started again on the same port."""

    settings: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.settings['PORT']}"

    def kill(self) -> None:
        """End it with -9, with everything it started."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for child in children:
            wait_until(lambda child=child: not child.is_running(), LIMIT_S)  # type: ignore[misc]

    def start(self) -> None:
        """Start it (again), and wait until it is ready."""
        self.process = _spawn(self.settings, self.log)
        wait_until(self.is_ready, LIMIT_S, f"the web process, see {self.log}")

    def is_ready(self) -> bool:
        """Whether it answers that it is."""
        return self.status() is not None

    def status(self) -> str | None:
        """What it says of itself: ok, degraded, down; None when it says nothing."""
        try:
            answer = requests.get(f"{self.address}/readyz", timeout=5)
        except requests.RequestException:
            return None
        status: str = answer.json()["status"]
        return status


@contextmanager
def running_web_process(settings: Settings) -> Iterator[WebProcess]:
    """A ready web process with these settings."""
    told = {
        "VAR_DIR": str(settings.var_dir),
        "DATABASE_URL": settings.database_url,
        "PORT": str(settings.port),
        "SECRET_KEY": SECRET,
        "LOG_LEVEL": "info",
    }
    if settings.broker_url is not None:
        told["BROKER_URL"] = settings.broker_url
    log = settings.var_dir / "web.log"
    web = WebProcess(told, log, _spawn(told, log))
    try:
        wait_until(web.is_ready, LIMIT_S, f"the web process, see {log}")
        yield web
    finally:
        web.process.terminate()
        web.process.wait(LIMIT_S)


def _spawn(settings: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if PREFIX not in name}
    environment |= {PREFIX + name: value for name, value in settings.items()}
    with log.open("ab") as output:
        command = [sys.executable, "-m", "config.web_process"]
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output)
