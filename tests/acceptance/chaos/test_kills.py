"""Worker, web and broker are killed with -9 at random under load, and nothing is lost or doubled."""

import os
import random

import pytest

from tests.acceptance.chaos.kill_run import KillRun
from tests.running import RunningGuichet

SEED = int(os.environ.get("CHAOS_SEED", random.randrange(1_000_000)))
#: Seconds of killing, and kills that find requests open; a busy machine gets longer for both.
KILLING_S = 30.0
HITS = 20
LIMIT_S = 120.0


@pytest.mark.timeout(900)
@pytest.mark.feature("ROUT-15")
def test_nothing_is_lost_and_nobody_served_twice_while_processes_are_killed(
    chaos_guichet: RunningGuichet,
):
    print(f"\nseed {SEED} (CHAOS_SEED repeats it)")
    run = KillRun(chaos_guichet, SEED)
    run.begin()

    run.rage(KILLING_S, HITS, LIMIT_S)
    run.calm_down()
    print(run.summary())

    run.check()
    assert run.hits_in_flight >= HITS
