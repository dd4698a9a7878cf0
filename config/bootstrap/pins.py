"""Prints the constraints file: every package of `.venv`, pinned, without addresses."""

import subprocess
import sys

_HEADER = "# Every Python package, pinned, also what ours need in turn: 'make constraints'."
#: `setuptools` builds our own package and is pinned as its build system needs it.
_SETUPTOOLS = "setuptools==84.2.1"
_LEFT_OUT = ("guichet==", "pip==", "setuptools==", "-e ", "#")


def main() -> None:
    """Writes the file to standard output."""
    command = [sys.executable, "-m", "pip", "freeze", "--all", "--exclude-editable"]
    frozen = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pins = [line for line in frozen.splitlines() if line and not line.startswith(_LEFT_OUT)]
    print("\n".join([_HEADER, *sorted([*pins, _SETUPTOOLS], key=str.lower)]))


if __name__ == "__main__":
    main()
