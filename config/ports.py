"""Finding free ports, and saying who holds one that is not free."""

import random
import socket
from contextlib import closing

import psutil

LOOPBACK = "127.0.0.1"
#: Below the range from which Linux takes the ports of outgoing connections (32768 up), so that
#: a server that is restarted finds its port still free.
FIRST, LAST = 15_000, 31_999
_ATTEMPTS = 200


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `host` and `port` (1 to 65535) now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def local_address(host: str, port: int) -> str:
    """Where this machine itself reaches what listens on `host` and `port`, as it stands in a URL."""
    reached = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)
    return f"[{reached}]:{port}" if ":" in reached else f"{reached}:{port}"


def free_port(taken: frozenset[int] = frozenset()) -> int:
    """A loopback port that is free now and not in `taken`.

    Raises OSError when none was found after many attempts.
    """
    for _ in range(_ATTEMPTS):
        port = random.randint(FIRST, LAST)
        if port not in taken and is_free(port):
            return port
    raise OSError(f"no free port between {FIRST} and {LAST}")


def free_ports(count: int) -> tuple[int, ...]:
    """`count` different ports that are free now."""
    found: set[int] = set()
    while len(found) < count:
        found.add(free_port(frozenset(found)))
    return tuple(found)


def holder(port: int) -> str:
    """Words for the process that listens on `port`: its name and id, as far as we may know."""
    for connection in psutil.net_connections(kind="tcp"):
        if connection.status != psutil.CONN_LISTEN or port not in connection.laddr[1:]:
            continue
        if connection.pid is None:
            return "a process of another user"
        return _described(connection.pid)
    return "a process that cannot be seen from here"


def _described(pid: int) -> str:
    try:
        command = " ".join(psutil.Process(pid).cmdline())[:120]
    except psutil.Error:
        return f"process {pid}"
    return f"process {pid} ({command})"
