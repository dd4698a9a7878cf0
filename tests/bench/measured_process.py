"""A process that does one thing, measures itself and says what it saw."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.features import ROOT

_LIMIT_S = 900
_KIB = 1_024
_MORE_TIMES = 3


def ask(module: str, *arguments: object) -> dict[str, Any]:
    """What `python -m module` says with `tell`."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        timeout=_LIMIT_S,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def tell(**seen: object) -> None:
    """Say it to whoever asked, with the most memory this process has had (MB)."""
    print(json.dumps({**seen, "memory": peak_memory()}))


def cold_and_warm(action: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds of the first time, the least of some more times, and what came of it.

    The least, because others use the machine, too.
    """
    cold, result = timed(action)
    warm = min(timed(action)[0] for _ in range(_MORE_TIMES))
    return cold, warm, result


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that it took, and what came of it."""
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def peak_memory() -> float:
    """The most memory this process has had (MB).

    Not `ru_maxrss`, in which the process that started this one has a part on Linux.
    """
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * _KIB / 1e6
