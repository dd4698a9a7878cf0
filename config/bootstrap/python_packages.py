"""The virtual environment `.venv`, filled from the pinned constraints."""

import os
import subprocess
import sys
from pathlib import Path

from config.bootstrap.console import ROOT, run_quietly, say
from config.bootstrap.versions import fingerprint, is_done, note_done

VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"
_DESCRIPTION = (ROOT / "setup.cfg", ROOT / "pyproject.toml", CONSTRAINTS)
#: What each purpose installs; what serves tests serves running too.
_EXTRAS = {"run": ".", "test": ".[test]"}
_ENOUGH_FOR = {"run": ("run", "test"), "test": ("test",)}


def install_missing(purpose: str) -> bool:
    """Installs what `purpose` (`run` or `test`) lacks; True when there was anything."""
    mark = fingerprint(_DESCRIPTION, str(ROOT), sys.version)
    if _works() and any(is_done(_stamp(p), mark) for p in _ENOUGH_FOR[purpose]):
        return False
    if not _works():
        say(f"making a virtual environment in {VENV.name}")
        run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)], "python -m venv")
    say(f"installing the Python packages ({_count()} pinned in {CONSTRAINTS.name})")
    run_quietly(_pip_install(purpose), "pip install", _environment())
    note_done(_stamp(purpose), mark)
    return True


def _works() -> bool:
    """Whether the environment is there and its interpreter still is."""
    pip = [str(VENV / "bin" / "python"), "-c", "import pip"]
    return Path(pip[0]).exists() and subprocess.run(pip, capture_output=True).returncode == 0


def _pip_install(purpose: str) -> list[str]:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    return [*pip, "--disable-pip-version-check", "--editable", _EXTRAS[purpose]]


def _environment() -> dict[str, str]:
    # As a variable, not an option, the constraints hold for the packages that build ours too.
    return {**os.environ, "PIP_CONSTRAINT": str(CONSTRAINTS)}


def _stamp(purpose: str) -> Path:
    return VENV / f"guichet-{purpose}.stamp"


def _count() -> int:
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line and not line.startswith("#"))
