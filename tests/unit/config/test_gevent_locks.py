"""Locks that real threads and greenlets of a web process share: nobody sleeps for ever."""

import subprocess
import sys

import pytest

#: Seconds: a hundred times what it takes, for a machine that does much else.
LIMIT_S = 60


@pytest.mark.parametrize("kind", ["lock", "rlock", "condition"])
def test_threads_and_greenlets_all_get_a_lock_they_contend_for(kind: str):
    command = [sys.executable, "-m", "tests.unit.config.contended_locks", kind]

    told = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=True)

    assert told.stdout == "[400]\n", told.stderr
