"""A child that dies is started again, later each time it dies at once, and stopped in order."""

import json
import os
import signal
import sys

import psutil
import pytest

from config.supervisor import LONGEST_PAUSE_S, Plan, Supervisor, pause_before_restart
from tests.waiting import wait_until

WAITS = "import time; time.sleep(600)"


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    supervisor = Supervisor(tmp_path / "children.json", said.append)
    yield supervisor
    supervisor.stop([*supervisor.children], lambda: True)


def plan(tmp_path, code=WAITS, **more):
    return Plan("web", (sys.executable, "-c", code), dict(os.environ), tmp_path / "web.log", **more)


def pid(supervisor):
    return supervisor.children["web"].process.pid


def test_the_pause_doubles_up_to_a_limit():
    pauses = [pause_before_restart(deaths) for deaths in range(1, 9)]

    assert pauses[:3] == [0.1, 0.2, 0.4]
    assert pauses[-1] == LONGEST_PAUSE_S


def test_a_killed_child_is_started_again_and_it_is_said(supervisor, said, tmp_path):
    supervisor.start(plan(tmp_path))
    first = pid(supervisor)
    os.kill(first, signal.SIGKILL)

    def restarted():
        supervisor.tend()
        return pid(supervisor) != first

    wait_until(restarted, 10)
    assert said == ["web was killed by signal 9; restarted in 0.1 s"]
    assert json.loads((tmp_path / "children.json").read_text()) == {"web": pid(supervisor)}


def test_a_stopped_child_leaves_none_of_its_own_children(supervisor, tmp_path):
    supervisor.start(
        plan(tmp_path, f"import subprocess,sys; subprocess.run([sys.executable, '-c', '{WAITS}'])")
    )
    parent = psutil.Process(pid(supervisor))
    family = [parent, *wait_until(lambda: parent.children(recursive=True), 10)]

    supervisor.stop(["web"], lambda: False)

    wait_until(lambda: not any(_lives(process) for process in family), 10)
    assert supervisor.children == {}


def test_a_child_that_will_not_end_is_killed_when_its_patience_is_over(supervisor, tmp_path):
    deaf = "import signal,time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    supervisor.start(plan(tmp_path, deaf, patience=0.1))
    wait_until(lambda: "deaf" in (tmp_path / "web.log").read_text(), 10)
    child = psutil.Process(pid(supervisor))

    supervisor.stop(["web"], lambda: False)

    assert not _lives(child)


def test_an_old_ready_file_is_removed_before_the_start(supervisor, tmp_path):
    ready = tmp_path / "web.ready"
    ready.write_text("")

    supervisor.start(plan(tmp_path, ready_file=ready))

    assert not ready.exists()


def test_a_long_log_is_put_aside_while_its_child_goes_on_writing(supervisor, tmp_path, monkeypatch):
    monkeypatch.setattr("config.supervisor.LONGEST_LOG_BYTES", 100)
    talks = "import time\nwhile True: print('x' * 50, flush=True); time.sleep(0.01)"
    supervisor.start(plan(tmp_path, talks))
    log, aside = tmp_path / "web.log", tmp_path / "web.log.1"

    def put_aside():
        supervisor.tend()
        return aside.exists()

    wait_until(put_aside, 10)
    wait_until(lambda: log.stat().st_size > 0, 10)
    assert log.read_bytes()[:1] == b"x", "written from the beginning again"


def _lives(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
