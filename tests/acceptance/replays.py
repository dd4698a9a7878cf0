"""Days played with `guichet replay`, as somebody at this machine gives the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import PREFIX
from tests.running import RunningGuichet

#: One hour of made-up calls takes 15 s at this speed, and the lines drain in a few times that.
SPEED = 240
LIMIT_S = 200.0


@dataclass(frozen=True)
class Run:
    """What one replay left behind."""

    code: int
    output: str
    file: Path

    @property
    def saved(self) -> dict[str, Any]:
        saved: dict[str, Any] = json.loads(self.file.read_text())
        return saved


def replaying(guichet: RunningGuichet, *arguments: object) -> subprocess.Popen[str]:
    """The command against this Guichet, as somebody at this machine gives it."""
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith(PREFIX)}
    given = {PREFIX + name.upper(): str(value) for name, value in guichet.settings.items()}
    command = [sys.executable, "-m", "config.cli", "replay", *map(str, arguments)]
    return subprocess.Popen(
        command,
        env={**clean, **given, "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(process: subprocess.Popen[str], file: Path, seconds: float = LIMIT_S) -> Run:
    output, _ = process.communicate(timeout=seconds)
    return Run(process.returncode, output, file)


def made_up_day(folder: Path, calls: int, seed: int) -> Path:
    """A file with one hour of `calls` calls; the seed is in its name."""
    file = folder / f"seed-{seed}.tsv"
    hours = ("--from", "9:00", "--to", "10:00")
    arguments = ("--generate", calls, "--seed", seed, *hours, file)
    command = [sys.executable, "-m", "config.cli", "replay", *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True)
    return file
