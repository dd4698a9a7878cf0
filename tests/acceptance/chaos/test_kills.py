"""Worker, web and broker are killed with -9 at random under load, and nothing is lost or doubled."""

import os
import random

import pytest

from tests.acceptance.chaos.kill_run import KillRun
from tests.running import RunningGuichet, running_guichet

SEED = int(os.environ.get("CHAOS_SEED", random.randrange(1_000_000)))
#: Seconds of killing, and kills that find requests open; a busy machine gets longer for both.
KILLING_S = 30.0
HITS = 20
LIMIT_S = 240.0


@pytest.mark.timeout(900)
@pytest.mark.feature("ROUT-15")
def test_nothing_is_lost_and_nobody_served_twice_while_processes_are_killed(
    chaos_guichet: RunningGuichet,
):
    run = KillRun(chaos_guichet, SEED)
    run.begin()

    run.rage(KILLING_S, HITS, LIMIT_S)
    run.calm_down()

    run.check()
    assert run.hits_in_flight >= HITS


@pytest.mark.timeout(900)
@pytest.mark.feature("ROUT-15")
def test_the_same_holds_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, postgresql_url: str
):
    directory = tmp_path_factory.mktemp("kills-on-postgresql")
    told = {"database_url": postgresql_url, "log_level": "warning"}
    with running_guichet(directory, demonstration=False, **told) as guichet:
        run = KillRun(guichet, SEED)
        run.begin()

        run.rage(KILLING_S / 3, HITS // 3, LIMIT_S)
        run.calm_down()

        run.check()
        assert run.hits_in_flight >= HITS // 3
