"""Keeps the children running: starts them, restarts those that die, stops them in order."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.child_process import kill_group, spawn

#: A child that lived this long has recovered: its next death is restarted at once again.
RECOVERED_AFTER_S = 10.0
LONGEST_PAUSE_S = 5.0
_FIRST_PAUSE_S = 0.1
#: A log longer than this is put aside as `<name>.log.1`, which replaces the one before.
LONGEST_LOG_BYTES = 20_000_000


@dataclass(frozen=True)
class Plan:
    """How one child is run and ended."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    patience: float = 5.0
    """Seconds it gets to end after SIGTERM."""
    ready_file: Path | None = None
    """What the child writes once it is ready; removed before each start."""
    before_restart: Callable[[int], None] | None = None
    """Called with the exit code of the one that has ended, before another is started."""
    after_restart: Callable[[], None] | None = None
    """Called when the child has been started again; must return at once."""


@dataclass
class Child:
    """A plan and its present process."""

    plan: Plan
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    """How often in a row it died soon after its start."""
    restart_at: float | None = field(default=None)


def pause_before_restart(deaths: int) -> float:
    """Seconds before the restart after the `deaths`-th death in a row: doubling, with an end."""
    return min(_FIRST_PAUSE_S * 2.0 ** (deaths - 1), LONGEST_PAUSE_S)


class Supervisor:
    """The children of one `guichet up`, all started from its main thread."""

    def __init__(self, state: Path, say: Callable[[str], None]) -> None:
        self.children: dict[str, Child] = {}
        self._state = state
        self._say = say

    def start(self, plan: Plan) -> None:
        """Starts a child; from now on `tend` keeps it running."""
        self.children[plan.name] = Child(plan, _launch(plan), time.monotonic())
        self._write_state()

    def tend(self) -> None:
        """Notes which children have died and restarts those whose pause is over."""
        now = time.monotonic()
        for child in self.children.values():
            if child.restart_at is None:
                self._note_death(child, now)
            if child.restart_at is not None and now >= child.restart_at:
                self._restart(child)
            _keep_short(child.plan.log)

    def kill(self, name: str) -> None:
        """Kills a child that leads nowhere, as a crash would; `tend` starts another."""
        if self.children[name].process.poll() is None:
            kill_group(self.children[name].process)

    def next_restart_in(self) -> float | None:
        """Seconds until the next restart that is due, None when all are running."""
        due = [c.restart_at for c in self.children.values() if c.restart_at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def stop(self, names: Sequence[str], impatient: Callable[[], bool]) -> None:
        """Ends the named children together, each with its patience, and forgets them."""
        leaving = [self.children.pop(name) for name in names if name in self.children]
        for child in leaving:
            if child.process.poll() is None:
                child.process.terminate()
        for child in leaving:
            _await_end(child, impatient)
        self._write_state()

    def _note_death(self, child: Child, now: float) -> None:
        code = child.process.poll()
        if code is None:
            return
        kill_group(child.process)
        recovered = now - child.started >= RECOVERED_AFTER_S
        child.deaths = 1 if recovered else child.deaths + 1
        pause = pause_before_restart(child.deaths)
        child.restart_at = now + pause
        self._say(f"{child.plan.name} {_words_for(code)}; restarted in {pause:.1f} s")

    def _restart(self, child: Child) -> None:
        if child.plan.before_restart is not None:
            child.plan.before_restart(child.process.returncode)
        child.process = _launch(child.plan)
        child.started = time.monotonic()
        child.restart_at = None
        self._write_state()
        if child.plan.after_restart is not None:
            child.plan.after_restart()

    def _write_state(self) -> None:
        """Tells operators and tests which process is which."""
        pids = {name: child.process.pid for name, child in self.children.items()}
        fresh = self._state.with_suffix(".new")
        fresh.write_text(json.dumps(pids))
        fresh.replace(self._state)


def _launch(plan: Plan) -> subprocess.Popen[bytes]:
    if plan.ready_file is not None:
        plan.ready_file.unlink(missing_ok=True)
    return spawn(plan.command, plan.environment, plan.log)


def _keep_short(log: Path) -> None:
    """Puts a long log aside. It is copied and emptied, because its writer holds it open."""
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def _await_end(child: Child, impatient: Callable[[], bool]) -> None:
    limit = time.monotonic() + child.plan.patience
    while child.process.poll() is None and time.monotonic() < limit and not impatient():
        time.sleep(0.02)
    kill_group(child.process)
    child.process.wait()


def _words_for(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
