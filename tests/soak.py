"""`make soak`: the kill test again and again, each time with another seed, for as long as wanted.

SOAK_SECONDS says how long (half an hour unless set), CHAOS_SEED repeats the seeds of a run.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.acceptance.chaos.kill_run import KillRun
from tests.running import RunningGuichet, running_guichet

SOAK_S = 1_800.0
#: Seconds of killing before everybody is counted.
ROUND_S = 120.0
#: Seconds that a round may take on a slow machine until everything was killed.
LIMIT_S = 480.0


def soak(guichet: RunningGuichet, seconds: float, seeds: random.Random) -> int:
    """Kills and counts for `seconds`; the number of rounds. AssertionError at the first disagreement."""
    began, rounds = time.monotonic(), 0
    while (left := seconds - (time.monotonic() - began)) > 0:
        guichet.wait_ready()
        run = KillRun(guichet, seeds.randrange(1_000_000))
        duration = min(left, ROUND_S)
        run.begin()
        run.rage(duration, 1, LIMIT_S)
        run.calm_down()
        run.check()
        rounds += 1
    return rounds


def main() -> None:
    """Soaks a product of its own; its logs stay where it says when something was wrong."""
    seconds = float(os.environ.get("SOAK_SECONDS", SOAK_S))
    directory = Path(tempfile.mkdtemp(prefix="guichet-soak-"))
    print(f"soaking for {seconds:g} s in {directory}", flush=True)
    with running_guichet(directory, demonstration=False, log_level="warning") as guichet:
        try:
            rounds = soak(guichet, seconds, random.Random(os.environ.get("CHAOS_SEED")))
        except AssertionError as error:
            sys.exit(f"{error}\nthe logs are in {guichet.var_dir / 'log'}")
    print(f"nothing was lost in {rounds} rounds")


if __name__ == "__main__":
    main()
