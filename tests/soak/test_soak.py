"""`make soak`: the kill test again and again, each time with another seed, for as long as wanted."""

import os
import random
import time
from pathlib import Path

from tests.acceptance.chaos.kill_run import KillRun
from tests.running import running_guichet

#: Seconds of killing in all, unless the environment says otherwise.
SOAK_S = float(os.environ.get("SOAK_SECONDS", "1800"))
#: Seconds of killing before everybody is counted.
ROUND_S = 120.0
_SLOWEST = 4.0


def test_nothing_is_lost_however_long_processes_are_killed(tmp_path: Path):
    seeds = random.Random(os.environ.get("CHAOS_SEED"))
    began = time.monotonic()
    with running_guichet(tmp_path, demonstration=False, log_level="warning") as guichet:
        while (left := SOAK_S - (time.monotonic() - began)) > 0:
            duration = min(left, ROUND_S)
            guichet.wait_ready()
            run = KillRun(guichet, seeds.randrange(1_000_000))
            run.begin()
            run.rage(duration, 1, _SLOWEST * duration)
            run.calm_down()
            run.check()
