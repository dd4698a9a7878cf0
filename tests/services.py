"""Real services for the tests, private to one run: RabbitMQ, PostgreSQL, free ports.

with private_broker(directory) as node: ... node.url ...
with private_postgresql(directory) as server: ... server.new_database() ...
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from config.broker_node import BrokerNode
from config.child_process import end, spawn
from config.ports import LOOPBACK, free_port
from tests.waiting import wait_until

__all__ = ["PostgreSQL", "free_port", "private_broker", "private_postgresql", "wait_until"]

#: Five times what a node takes on a small idle machine.
BROKER_LIMIT_S = 60.0
POSTGRESQL_LIMIT_S = 20.0


@contextmanager
def private_broker(directory: Path) -> Iterator[BrokerNode]:
    """A ready RabbitMQ node of its own below `directory`, gone afterwards."""
    node = BrokerNode(directory)
    node.start()
    try:
        node.wait_ready(BROKER_LIMIT_S)
        yield node
    finally:
        # A clean end takes seconds, and the folder is thrown away.
        node.kill()
        node.stop()


@dataclass(frozen=True)
class PostgreSQL:
    """A running private PostgreSQL server."""

    port: int
    sockets: Path
    _numbers: Iterator[int] = field(default_factory=count, repr=False)

    def url(self, database: str) -> str:
        """SQLAlchemy's address of `database`."""
        return f"postgresql+psycopg://guichet@{LOOPBACK}:{self.port}/{database}"

    def new_database(self, like: str = "") -> str:
        """Creates a database, empty or a copy of that at `like`; returns its SQLAlchemy address."""
        name = f"guichet_{os.getpid()}_{next(self._numbers)}"
        template = f" TEMPLATE {_name(like)}" if like else ""
        self.execute(f"CREATE DATABASE {name}{template}")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drops the database at `url`, ending what is still connected to it."""
        self.execute(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Runs one statement of the server's administrator."""
        with psycopg.connect(self._administration, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload,unused-ignore]

    def answers(self) -> bool:
        try:
            psycopg.connect(self._administration, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def _administration(self) -> str:
        return f"host={LOOPBACK} port={self.port} user=guichet dbname=postgres"


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]


@contextmanager
def private_postgresql(directory: Path) -> Iterator[PostgreSQL]:
    """A ready PostgreSQL server of its own below `directory`, gone afterwards.

    Durability is off: the tests kill clients and brokers, not this server.
    """
    server = PostgreSQL(free_port(), directory)
    data = directory / "data"
    _initialise(data)
    command = [
        *_as_unprivileged(),
        str(_program("postgres")),
        *("-D", str(data), "-p", str(server.port), "-k", str(directory), "-h", LOOPBACK),
        *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
        *("-c", "max_connections=200", "-c", "shared_buffers=64MB"),
    ]
    child = spawn(command, {**os.environ, "LC_ALL": "C.UTF-8"}, directory / "postgresql.log")
    try:
        wait_until(server.answers, POSTGRESQL_LIMIT_S, f"PostgreSQL in {directory}")
        yield server
    finally:
        end(child, 5.0)


def _initialise(data: Path) -> None:
    data.mkdir(parents=True)
    _give_to_unprivileged(data.parent)
    subprocess.run(
        [
            *_as_unprivileged(),
            str(_program("initdb")),
            *("-D", str(data), "-U", "guichet", "-A", "trust", "-E", "UTF8", "--no-sync"),
            "--locale=C.UTF-8",
        ],
        check=True,
        capture_output=True,
    )


def _program(name: str) -> Path:
    """PostgreSQL's program `name`, of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    if found:
        return found[-1]
    on_path = shutil.which(name)
    if on_path is None:
        raise RuntimeError("PostgreSQL is not installed: 'make test' installs it")
    return Path(on_path)


def _version(program: Path) -> int:
    return int(program.parts[-3])


def _unprivileged() -> pwd.struct_passwd:
    """initdb and postgres refuse to run as root: the package's own user, or nobody."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _as_unprivileged() -> list[str]:
    if os.geteuid() != 0:
        return []
    user = _unprivileged()
    # setpriv becomes the command, so that the process started is the server itself. The change
    # of user clears the parent-death signal, hence it is asked for again.
    return [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--pdeathsig=KILL",
    ]


def _give_to_unprivileged(directory: Path) -> None:
    """Hands `directory` over, and lets the server's user pass through the folders above it."""
    if os.geteuid() != 0:
        return
    user = _unprivileged()
    for folder in (directory, *directory.iterdir()):
        os.chown(folder, user.pw_uid, user.pw_gid)
    for above in directory.resolve().parents:
        mode = above.stat().st_mode
        if not mode & 0o001 and above.owner() == pwd.getpwuid(os.geteuid()).pw_name:
            above.chmod(mode | 0o001)
