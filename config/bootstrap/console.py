"""Telling what is being done, and keeping the long output of installers out of sight."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / "var" / "log" / "install.log"
#: Some installers say what went wrong first, others last.
_FIRST_LINES, _LAST_LINES = 8, 17


class InstallError(Exception):
    """The machine cannot be made ready; the message says what to do about it."""


def say(what: str) -> None:
    """One line to the person who waits."""
    print(f"guichet: {what}", flush=True)


def run_quietly(
    command: Sequence[str],
    what: str,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
) -> None:
    """Runs `command` in `folder`, its output added to the install log.

    Raises InstallError with the end of that output when it fails.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        begin = log.tell()
        code = subprocess.run(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        ).returncode
    if code != 0:
        raise InstallError(f"{what} failed:\n{_ends_since(begin)}\n(all of it in {LOG})")


def _ends_since(begin: int) -> str:
    with LOG.open("rb") as log:
        log.seek(begin)
        lines = log.read().decode(errors="replace").splitlines()
    if len(lines) > _FIRST_LINES + _LAST_LINES:
        lines[_FIRST_LINES:-_LAST_LINES] = ["…"]
    return "\n".join(lines)
