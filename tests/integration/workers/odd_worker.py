"""A routing worker with a few tasks more, which fail or take their time as tests ask.

Run with the settings in the environment. The tasks leave lines in files of `var_dir`.
"""

import os

from config.logging import configure_logging
from config.settings import load_settings
from tests.waiting import wait_until
from workers.app import ROUTING_TASKS, create_app, routing_worker_argv
from workers.base import Work, task
from workers.folding import Folding
from workers.retry import RetryPolicy

SETTINGS = load_settings()
#: Seconds; a test that goes wrong must not leave a task that never ends.
_LONGEST = 60.0
_folding = Folding()


def _note(name: str, line: str) -> None:
    with (SETTINGS.var_dir / name).open("a") as file:
        file.write(line + "\n")


@task("odd.note")
def note(work: Work, line: str) -> None:
    """Leaves a line."""
    _note("noted", line)


@task("odd.wait")
def wait(work: Work, line: str) -> None:
    """Leaves a line, and another once the test has made the file `go`."""
    _note("begun", f"{line} {os.getpid()}")
    wait_until((SETTINGS.var_dir / "go").exists, _LONGEST, "the test's word")
    _note("noted", line)


@task("odd.fail")
def fail(work: Work, line: str, times: int) -> None:
    """Fails as often as asked."""
    _note("begun", f"{line} {work.request.retries}")
    if work.request.retries < times:
        raise ValueError(line)
    _note("noted", line)


@task("odd.fold")
def fold(work: Work, line: str) -> None:
    """Like `wait`, folded with others of the same line."""
    _folding.run(line, lambda: wait.run(line))  # type: ignore[attr-defined]


if __name__ == "__main__":
    Work.retry_policy = RetryPolicy(delays=(1_000,))
    configure_logging(SETTINGS, "worker")
    create_app(SETTINGS, ROUTING_TASKS).start(routing_worker_argv(SETTINGS))
