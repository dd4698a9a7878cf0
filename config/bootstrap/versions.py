"""The versions that must be on the machine before we begin, and stamps of what has been done."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from config.bootstrap.console import ROOT, InstallError

OLDEST_PYTHON = (3, 11)
#: The oldest that the client's build tool runs on.
OLDEST_NODE = (20, 19)


def require_python() -> None:
    """Raises InstallError when this Python is too old."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise InstallError(
            f"Python 3.11 or newer is needed, {sys.executable} is {found}; "
            "name another with 'make PYTHON=python3.12 …'"
        )


def require_node() -> None:
    """Raises InstallError when Node or npm is missing or Node is too old."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise InstallError(f"{program} is missing: install Node 20.19 or newer, with npm")
    text = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    found = tuple(int(part) for part in text.lstrip("v").split(".")[:2])
    if found < OLDEST_NODE:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise InstallError(f"Node {oldest} or newer is needed, found {text}")


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """A digest of the files' names and contents and of `more`: changes when any of them does."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    digest.update("\0".join(more).encode())
    return digest.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    """Whether `stamp` says that the work with this fingerprint was completed."""
    return stamp.exists() and stamp.read_text(encoding="ascii") == mark


def note_done(stamp: Path, mark: str) -> None:
    """Remembers in `stamp` that the work with this fingerprint is complete."""
    stamp.write_text(mark, encoding="ascii")
