"""A private RabbitMQ node: own name, ports, cookie, data and logs under one folder, loopback only.

It neither needs nor disturbs a RabbitMQ service of the system, and it keeps its data through
kill -9. `config.up` supervises its two processes; tests start it by itself:

    node = BrokerNode(directory)
    node.start()
    node.wait_ready(60)
    ... node.url ...
    node.stop()
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.broker_files import (
    BrokerPorts,
    Credentials,
    configuration,
    definitions,
    kept_credentials,
)
from config.broker_mending import start_elections
from config.child_process import end, kill_group, spawn
from config.ports import LOOPBACK, free_ports
from config.private_file import write_private

#: Debian's wrapper in /usr/sbin switches user and uses the system's folders; this one does not.
SERVER_PROGRAMS = (
    Path("/usr/lib/rabbitmq/bin/rabbitmq-server"),
    Path("/opt/rabbitmq/sbin/rabbitmq-server"),
)
PLUGINS = ("rabbitmq_management",)
NODE_NAME = "guichet@localhost"
#: A clean stop takes 1.1 s on an idle node; queues with much in them need more.
STOP_PATIENCE_S = 15.0
#: Answer to a wrong protocol header, and beginning of every answer: AMQP.
_HEADER = b"AMQP\x00\x00\x09\x01"
_PROBE_TIMEOUT_S = 2.0
_PROBE_PAUSE_S = 0.1


class BrokerError(Exception):
    """The private broker node cannot be started; the message says why."""


@dataclass(frozen=True)
class BrokerCommand:
    """One of the node's two processes: what to run and with which environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path


class BrokerNode:
    """One private node whose files are all below `directory`.

    The ports are free ones unless given; they may differ from one start to the next, the data
    is found again all the same.
    """

    def __init__(self, directory: Path, ports: BrokerPorts | None = None) -> None:
        self.directory = directory.resolve()
        self.ports = ports or BrokerPorts(*free_ports(4))
        self.credentials: Credentials = kept_credentials(self.directory)
        self._epmd: subprocess.Popen[bytes] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._crashed = False

    @property
    def url(self) -> str:
        """The AMQP address, with user and password."""
        return f"amqp://{self.credentials.pair}@{LOOPBACK}:{self.ports.amqp}//"

    @property
    def management_url(self) -> str:
        """The management API's address, with user and password."""
        return f"http://{self.credentials.pair}@{LOOPBACK}:{self.ports.management}"

    @property
    def pid(self) -> int | None:
        """The process id of the Erlang machine, when `start` has started it."""
        return self._server.pid if self._server else None

    @property
    def _running_mark(self) -> Path:
        return self.directory / "run" / "running"

    @property
    def logs(self) -> Path:
        return self.directory / "log"

    def prepare(self) -> tuple[BrokerCommand, BrokerCommand]:
        """Writes the node's files; returns its port mapper and its server, to be run in order.

        Raises BrokerError when RabbitMQ is not installed.
        """
        program = _server_program()
        for folder in ("home", "data", "log", "run"):
            (self.directory / folder).mkdir(parents=True, exist_ok=True)
        write_private(self.directory / "home" / ".erlang.cookie", self.credentials.cookie, 0o400)
        write_private(self.directory / "definitions.json", definitions(self.credentials))
        write_private(self.directory / "rabbitmq.conf", configuration(self.ports, self.directory))
        (self.directory / "enabled_plugins").write_text(f"[{','.join(PLUGINS)}].\n")
        (self.directory / "environment").write_text("")
        self._crashed = self._running_mark.exists()
        self._running_mark.touch()
        return self._epmd_command(), self._server_command(program)

    def start(self) -> None:
        """Starts the node's processes; returns at once. The calling thread must outlive them."""
        epmd, server = self.prepare()
        if self._epmd is None or self._epmd.poll() is not None:
            self._epmd = spawn(epmd.command, epmd.environment, epmd.log)
        self._server = spawn(server.command, server.environment, server.log)

    def wait_ready(self, seconds: float) -> None:
        """Returns once the node answers AMQP and what a crash has done to it is mended.

        Raises BrokerError after `seconds` without an answer.
        """
        self._wait_for_answer(seconds)
        if not self._crashed:
            return
        try:
            self.mend()
        except subprocess.SubprocessError as error:
            raise BrokerError(f"RabbitMQ could not be mended after a crash: {error}") from error

    def mend(self) -> None:
        """Wakes what a crash has left asleep, see `config.broker_mending`; takes a second.

        Raises subprocess.SubprocessError when the node has ended again or hangs.
        """
        start_elections(_server_program(), NODE_NAME, self.environment())

    def _wait_for_answer(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while not self.answers():
            if self._server is not None and self._server.poll() is not None:
                raise BrokerError(f"RabbitMQ ended while starting; see {self.logs}")
            if time.monotonic() > limit:
                raise BrokerError(f"RabbitMQ not ready after {seconds:.0f} s; see {self.logs}")
            time.sleep(_PROBE_PAUSE_S)

    def answers(self) -> bool:
        """Whether the node speaks AMQP on its port now."""
        try:
            with socket.create_connection((LOOPBACK, self.ports.amqp), _PROBE_TIMEOUT_S) as probe:
                probe.sendall(_HEADER)
                return len(probe.recv(1)) == 1
        except OSError:
            return False

    @property
    def has_data(self) -> bool:
        """Whether an earlier run has left data."""
        data = self.directory / "data"
        return data.exists() and any(data.iterdir())

    def put_data_aside(self) -> Path:
        """Has the next start begin with nothing; returns where the data is now.

        Only while the server does not run. Data put aside earlier is deleted.
        """
        for older in self.directory.glob("damaged-data-*"):
            shutil.rmtree(older)
        aside = self.directory / f"damaged-data-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
        (self.directory / "data").rename(aside)
        (self.directory / "data").mkdir()
        return aside

    @property
    def has_crashed(self) -> bool:
        """Whether the last run before the present one was not stopped in an orderly way."""
        return self._crashed

    def note_stopped(self) -> None:
        """Remembers that the node has ended in an orderly way."""
        self._running_mark.unlink(missing_ok=True)

    def kill(self) -> None:
        """Kills the server with -9, as a crash would; `start` brings it back with its data."""
        if self._server is not None:
            kill_group(self._server)
            self._server.wait()

    def stop(self) -> None:
        """Stops both processes cleanly and leaves none."""
        for process, patience in ((self._server, STOP_PATIENCE_S), (self._epmd, 1.0)):
            if process is not None:
                end(process, patience)
        self._server = self._epmd = None
        self.note_stopped()

    def _epmd_command(self) -> BrokerCommand:
        command = ("epmd", "-address", LOOPBACK, "-port", str(self.ports.epmd))
        return BrokerCommand("epmd", command, self.environment(), self.logs / "epmd.log")

    def _server_command(self, program: Path) -> BrokerCommand:
        # -noinput together with ALLOW_INPUT makes the script become the Erlang machine itself,
        # so that the child we watch is the broker and not a shell around it.
        command = (str(program), "-noinput")
        return BrokerCommand("broker", command, self.environment(), self.logs / "console.log")

    def environment(self) -> dict[str, str]:
        """With which the node's programs run, `rabbitmqctl` among them."""
        here = self.directory
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LANG": "C.UTF-8",
            "HOME": str(here / "home"),
            "ERL_EPMD_PORT": str(self.ports.epmd),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_CRASH_DUMP": str(here / "log" / "erl_crash.dump"),
            "RABBITMQ_ALLOW_INPUT": "1",
            # An empty file, so that nothing of /etc/rabbitmq leaks in.
            "RABBITMQ_CONF_ENV_FILE": str(here / "environment"),
            "RABBITMQ_NODENAME": NODE_NAME,
            "RABBITMQ_DIST_PORT": str(self.ports.distribution),
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(here / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(here / "run"),
            "RABBITMQ_MNESIA_BASE": str(here / "data"),
            "RABBITMQ_LOG_BASE": str(here / "log"),
            "RABBITMQ_PID_FILE": str(here / "run" / "rabbitmq.pid"),
            # Loopback for the Erlang distribution too; no busy waiting of idle schedulers.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} "
                "+sbwt none +sbwtdcpu none +sbwtdio none"
            ),
        }


def _server_program() -> Path:
    for program in SERVER_PROGRAMS:
        if program.exists():
            return program
    raise BrokerError("RabbitMQ is not installed: on Debian, apt-get install rabbitmq-server")
