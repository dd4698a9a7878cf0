"""The web process: gunicorn with one gevent worker. Run as `python -m config.web_process`.

This is the only place that patches for gevent, and it does so before anything else is imported:
what was imported earlier would keep the blocking functions.
"""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

from config import gevent_locks

gevent_locks.mend()

import os
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from config.logging import configure_logging
from config.parent_death import die_with_parent
from config.settings import Settings, SettingsError, load_settings

#: Browsers hold their sockets open for ever; whoever stops the process does not wait for them.
GRACEFUL_STOP_S = 3
#: A gevent worker that does not answer for this long is stuck and replaced.
STUCK_AFTER_S = 30


class PipedLogger(Logger):  # type: ignore[misc]
    """gunicorn's own logs go where all others go."""

    def setup(self, cfg: Any) -> None:
        """Leaves the handlers to `config.logging`."""
        self.error_log.propagate = True
        self.access_log.propagate = True


class WebProcess(BaseApplication):  # type: ignore[misc]
    """gunicorn, told by our settings instead of its command line."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Gives gunicorn its settings; one worker, because Socket.IO's state is per process."""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        options: dict[str, Any] = {
            "bind": [f"{host}:{self.settings.port}"],
            "workers": 1,
            "worker_class": "gevent",
            "worker_connections": 4000,
            "control_socket_disable": True,
            "logger_class": PipedLogger,
            "timeout": STUCK_AFTER_S,
            "graceful_timeout": GRACEFUL_STOP_S,
            "keepalive": 30,
            # The customer page's address carries two others, written in percent signs.
            "limit_request_line": 8190,
            "proc_name": "guichet-web",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112
            "post_fork": _follow_master,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Builds the application, in the worker."""
        from webui.app import create_app

        return create_app(self.settings)


def _follow_master(_: Arbiter, worker: Worker) -> None:
    """A worker whose master was killed with -9 must free the port at once."""
    die_with_parent(worker.ppid)


def main() -> None:
    """Serves until told to stop."""
    try:
        settings = load_settings()
        if not settings.is_set("secret_key"):
            raise SettingsError("GUICHET_SECRET_KEY: must be set ('guichet up' makes one itself)")
    except SettingsError as error:
        sys.exit(f"guichet web: the settings are wrong\n{error}")
    configure_logging(settings, "web")
    WebProcess(settings).run()


if __name__ == "__main__":
    main()
