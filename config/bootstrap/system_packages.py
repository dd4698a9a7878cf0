"""Programs of the system that are missing, installed by apt."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.bootstrap.console import InstallError, run_quietly, say

#: Debian asks this script whether a package being installed may start its service.
_SERVICE_POLICY = Path("/usr/sbin/policy-rc.d")
_NO_STARTS = "#!/bin/sh\n# Temporary, by 'guichet': install without starting services.\nexit 101\n"


@dataclass(frozen=True)
class Needed:
    """A Debian package and how to see whether what we need of it is there already."""

    package: str
    why: str
    paths: tuple[str, ...] = ()
    """Any of these, with wildcards, will do."""
    program: str | None = None
    service: str | None = None
    """A system service the package brings, which we do not use."""

    def is_there(self) -> bool:
        """Whether the machine has it, whoever installed it."""
        if self.program and shutil.which(self.program):
            return True
        return any(True for path in self.paths for _ in Path("/").glob(path.lstrip("/")))


BROKER = Needed(
    "rabbitmq-server",
    "the message broker",
    paths=("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/rabbitmq/sbin/rabbitmq-server"),
    service="rabbitmq-server.service",
)
FOR_TESTS = (
    Needed("chromium", "the browser the tests drive", program="chromium"),
    Needed(
        "postgresql",
        "the second database of the tests",
        paths=("/usr/lib/postgresql/*/bin/initdb",),
        service="postgresql.service",
    ),
    Needed(
        "libatomic1",
        "what the browser's driver is linked with",
        paths=("/usr/lib/*/libatomic.so.1", "/usr/lib/libatomic.so.1", "/usr/lib64/libatomic.so.1"),
    ),
    Needed("fonts-dejavu-core", "letters for the browser", paths=("/usr/share/fonts/**/*.ttf",)),
)


def install_missing(purpose: str) -> bool:
    """Installs by apt what `purpose` (`run` or `test`) lacks; True when there was anything."""
    missing = [needed for needed in _needed(purpose) if not needed.is_there()]
    if not missing:
        return False
    names = [needed.package for needed in missing]
    for needed in missing:
        say(f"will install the system package {needed.package} ({needed.why})")
    prefix = _administrator(names)
    with _services_not_started(prefix):
        _apt(prefix, "update")
        _apt(prefix, "install", "-y", "--no-install-recommends", *names)
    for needed in missing:
        if needed.service:
            _leave_service_off(prefix, needed.service)
    return True


def _needed(purpose: str) -> Iterator[Needed]:
    yield BROKER
    if purpose == "test":
        yield from FOR_TESTS
    if _lacks_venv():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        package = f"python{version}-venv" if version != "3.11" else "python3-venv"
        yield Needed(package, "Python's virtual environments")


def _lacks_venv() -> bool:
    """Debian takes `ensurepip` out of its Python and puts it into a package of its own."""
    return importlib.util.find_spec("ensurepip") is None


def _administrator(names: list[str]) -> list[str]:
    """What to put before a command that only root may run."""
    wish = f"install these yourself, then run this again: {' '.join(names)}"
    if shutil.which("apt-get") is None:
        raise InstallError(f"this system has no apt; {wish}")
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        raise InstallError(f"neither root nor sudo; {wish}")
    say("root's rights are needed for this: sudo may ask for your password")
    return ["sudo"]


def _apt(prefix: list[str], *arguments: str) -> None:
    say(f"apt-get {' '.join(arguments)}")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    run_quietly([*prefix, *quiet, *arguments], f"apt-get {arguments[0]}")


@contextmanager
def _services_not_started(prefix: list[str]) -> Iterator[None]:
    """While apt works, packages do not start their services.

    The product runs a broker of its own; a second one of the system, on the standard port, is
    not what was asked for. A policy the machine has already is respected and left alone, and
    services that run already are not touched.
    """
    if _SERVICE_POLICY.exists():
        yield
        return
    _as_root(prefix, ["tee", str(_SERVICE_POLICY)], _NO_STARTS)
    _as_root(prefix, ["chmod", "755", str(_SERVICE_POLICY)])
    try:
        yield
    finally:
        _as_root(prefix, ["rm", "-f", str(_SERVICE_POLICY)])


def _leave_service_off(prefix: list[str], service: str) -> None:
    """A service that came with a package we have just installed does not start at boot either."""
    if Path("/run/systemd/system").is_dir():
        _as_root(prefix, ["systemctl", "disable", service])


def _as_root(prefix: list[str], command: list[str], text: str = "") -> None:
    """Runs `command` with root's rights; InstallError with what it said when they are refused."""
    done = subprocess.run([*prefix, *command], input=text.encode(), capture_output=True)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise InstallError(f"'{' '.join(command)}' needs root's rights and failed:\n{said}")
