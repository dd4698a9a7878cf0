"""Starting and ending one child process that never outlives us."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from config.parent_death import die_with_parent


def spawn(
    command: Sequence[str], environment: Mapping[str, str], output: Path
) -> subprocess.Popen[bytes]:
    """Starts `command` in a process group of its own, writing both outputs to the end of `output`.

    The child is killed by the kernel when the calling thread ends: call it from a thread that
    lives as long as the child should. Its own group keeps a terminal's Ctrl-C from it, so that
    the parent alone decides the order in which things stop.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("ab") as log:
        return subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()),
        )


def kill_group(child: subprocess.Popen[bytes]) -> None:
    """Kills what is left of the child's process group, the child itself included."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def end(child: subprocess.Popen[bytes], patience: float) -> None:
    """Asks the child to end by SIGTERM and kills its group when it has not after `patience` s."""
    if child.poll() is None:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    kill_group(child)
    child.wait()
