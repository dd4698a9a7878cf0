"""Children end with their parent; only one `up` runs; ports and who holds them."""

import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from config.only_one import AlreadyRunningError, only_one
from config.ports import free_ports, holder, is_free
from tests.waiting import wait_until

SPAWNS_AND_WAITS = """
import os, sys, time
from pathlib import Path
from config.child_process import spawn
child = spawn([sys.executable, "-c", "import time; time.sleep(600)"], os.environ, Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", SPAWNS_AND_WAITS, str(tmp_path / "log")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    wait_until(
        lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE,
        10,
        "the child to end",
    )


def test_a_second_one_is_told_who_was_first(tmp_path):
    lock = tmp_path / "run" / "up.lock"
    with only_one(lock), pytest.raises(AlreadyRunningError, match=str(os.getpid())), only_one(lock):
        pass

    with only_one(lock):
        pass


def test_who_holds_a_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert not is_free(port)
        assert f"process {os.getpid()} (" in holder(port)


def test_free_ports_are_different_and_free():
    ports = free_ports(4)

    assert len(set(ports)) == 4
    assert all(is_free(port) for port in ports)
