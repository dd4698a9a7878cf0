"""`guichet up`: one command runs everything, restarts what dies, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest
import requests

from config.ports import free_port
from config.settings import PREFIX
from routing import topology
from routing.broker import Broker
from tests.damaged_broker import lose_exchange
from tests.running import RunningGuichet, running_guichet
from tests.services import private_broker
from tests.waiting import wait_until

#: Five times the promised 12 s.
PROMISE_S = 60.0
CHILDREN = ["epmd", "broker", "web", "worker", "batch", "beat", "site"]


@pytest.fixture(scope="module")
def only_one(tmp_path_factory):
    with running_guichet(tmp_path_factory.mktemp("up")) as guichet:
        yield guichet


@pytest.fixture
def guichet(only_one: RunningGuichet):
    """One product for these tests, started again where the one before has stopped it."""
    if only_one.process.poll() is not None:
        only_one.start_again()
    only_one.wait_ready(PROMISE_S)
    return only_one


@pytest.mark.feature("OPER-01")
def test_everything_runs_and_the_addresses_and_accounts_are_printed(guichet: RunningGuichet):
    assert sorted(guichet.pids()) == sorted(CHILDREN)
    printed = guichet.output.read_text()
    assert guichet.base_url in printed
    assert guichet.site_url in printed
    assert "marie" in printed
    assert "ready in" in printed


def test_it_listens_on_loopback_only(guichet: RunningGuichet):
    listening = {
        connection.laddr[0]
        for process in guichet.family()
        for connection in process.net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN
    }

    assert listening <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_what_it_writes_is_for_its_user_alone(guichet: RunningGuichet):
    written = [file for file in guichet.var_dir.rglob("*") if file.is_file()]

    assert guichet.var_dir / "guichet.db" in written
    assert [file for file in written if file.stat().st_mode & 0o077] == []


@pytest.mark.feature("OPER-03")
def test_health_readiness_and_metrics_are_told(guichet: RunningGuichet):
    for page in ("healthz", "readyz", "metrics"):
        assert requests.get(f"{guichet.base_url}/{page}", timeout=10).ok


def test_a_second_one_says_so_and_stops(guichet: RunningGuichet):
    second = _up(port=free_port(), demo_site_port=free_port(), var_dir=guichet.var_dir)

    assert second.returncode == 1
    assert f"already running as process {guichet.process.pid}" in second.stderr


def test_a_taken_port_is_named_with_its_holder(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        refused = _up(port=port, var_dir=tmp_path)

    assert refused.returncode == 1
    assert f"port {port} is taken by process {os.getpid()}" in refused.stderr


def test_a_wrong_setting_is_named(tmp_path):
    refused = _up(port="eighty", var_dir=tmp_path)

    assert refused.returncode == 1
    assert "GUICHET_PORT" in refused.stderr


@pytest.mark.parametrize("name", ["beat", "batch", "worker", "web", "epmd", "broker"])
def test_a_child_that_dies_is_started_again(guichet: RunningGuichet, name: str):
    before = guichet.family()

    guichet.kill_and_wait(name, PROMISE_S)

    guichet.wait_ready(PROMISE_S)
    lost = [process for process in before if not process.is_running()]
    assert lost, "something was killed"
    assert f"{name} was killed by signal 9" in guichet.output.read_text()


def test_killing_the_parent_leaves_no_process_and_the_next_start_finds_its_data(
    guichet: RunningGuichet,
):
    family = guichet.family()
    accounts, before = _accounts(guichet), _printed(guichet)
    guichet.process.kill()
    guichet.process.wait()
    _none_left(family)

    guichet.start_again()
    guichet.wait_ready()

    assert accounts
    assert _accounts(guichet, before) == accounts[-1:]


def test_being_told_to_end_stops_everything_cleanly(guichet: RunningGuichet):
    _stops_cleanly(guichet, signal.SIGTERM)


@pytest.mark.feature("OPER-01")
def test_a_broker_whose_data_a_crash_has_damaged_starts_with_none(only_one: RunningGuichet):
    if only_one.process.poll() is None:
        only_one.stop()
    directory, before = only_one.var_dir / "broker", _printed(only_one)
    with private_broker(directory) as node:
        Broker(node.url).declare()
        lose_exchange(node, topology.WORK)
        node.kill()

    only_one.start_again()
    only_one.wait_ready()

    assert "it starts with none" in only_one.output.read_text()[before:]
    assert len(list(directory.glob("damaged-data-*"))) == 1
    readiness = f"{only_one.base_url}/readyz"
    wait_until(lambda: requests.get(readiness, timeout=10).json()["broker"] == "ok", PROMISE_S)


def test_ctrl_c_stops_everything_cleanly(guichet: RunningGuichet):
    _stops_cleanly(guichet, signal.SIGINT)


def test_stopping_while_it_still_starts_leaves_no_process(tmp_path):
    guichet = RunningGuichet(tmp_path)
    wait_until(lambda: "broker" in guichet.pids(), PROMISE_S)
    family = guichet.family()

    assert guichet.stop() == 0
    _none_left(family)


@pytest.mark.feature("OPER-01")
def test_a_broker_and_a_postgresql_that_exist_already_are_used(tmp_path, postgresql_url):
    with (
        private_broker(tmp_path / "elsewhere") as node,
        running_guichet(
            tmp_path,
            database_url=postgresql_url,
            broker_url=node.url,
            broker_management_url=node.management_url,
        ) as guichet,
    ):
        assert sorted(guichet.pids()) == ["batch", "beat", "site", "web", "worker"]
        assert not (guichet.var_dir / "guichet.db").exists()


def test_a_broker_that_is_down_at_the_start_is_waited_for(tmp_path):
    unused = f"amqp://guichet:none@127.0.0.1:{free_port()}//"
    guichet = RunningGuichet(tmp_path, broker_url=unused)
    try:
        announced = guichet.var_dir / "run" / "up.ready"
        wait_until(announced.exists, PROMISE_S, "everything but the broker")
        assert "the broker does not answer yet" in guichet.output.read_text()
        assert _answers(guichet, "readyz")
    finally:
        guichet.kill_all()


def _up(**settings: object) -> subprocess.CompletedProcess[str]:
    given = {PREFIX + name.upper(): str(value) for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "config.cli", "up"],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=PROMISE_S,
    )


def _stops_cleanly(guichet: RunningGuichet, by: signal.Signals) -> None:
    family, before = guichet.family(), _printed(guichet)

    guichet.process.send_signal(by)

    assert guichet.process.wait(PROMISE_S) == 0
    _none_left(family)
    assert "stopped" in guichet.output.read_text()[before:]


def _printed(guichet: RunningGuichet) -> int:
    """How many characters it has printed so far, in all its runs."""
    return len(guichet.output.read_text())


def _none_left(family: list[psutil.Process]) -> None:
    wait_until(lambda: not [p for p in family if _lives(p)], PROMISE_S, "no process left")


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _accounts(guichet: RunningGuichet, since: int = 0) -> list[str]:
    printed = guichet.output.read_text()[since:]
    return [line for line in printed.splitlines() if "marie" in line]


def _answers(guichet: RunningGuichet, page: str) -> bool:
    try:
        return requests.get(f"{guichet.base_url}/{page}", timeout=2).ok
    except requests.RequestException:
        return False
