"""`make test`: every check in its order, stopping at the first group that fails.

python -m tests.check            all of them, then the features
python -m tests.check lint       without running anything
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.settings import PREFIX, TEST_PREFIX
from tests.features import RESULTS, ROOT

_BIN = Path(sys.executable).parent
_WEBUI = ROOT / "webui"
_VITEST_RESULTS = RESULTS / "vitest.json"


@dataclass(frozen=True)
class Group:
    """One check: what it is called, and the command that fails when it is not met."""

    name: str
    command: Sequence[str]
    folder: Path = ROOT


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(_BIN / name), *arguments]


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", "--durations=12", *arguments]


#: All begin with what takes longest (`tests.long_files_first`), in that order.
_IN_ORDER = "--no-loadscope-reorder"
#: A file's tests stay together, for they share the servers that the file starts.
_BY_FILE = ("--dist", "loadfile", _IN_ORDER)
#: At a time, on a machine of two cores: rules reckon, servers are mostly waited for, browsers are between.
_RECKONING = ("-n", "2", "--dist", "loadgroup", _IN_ORDER)
_WAITING = ("-n", "4", *_BY_FILE)
_BROWSING = ("-n", "3", *_BY_FILE)


def _npm(script: str, *arguments: str) -> list[str]:
    return ["npm", "run", "--silent", script, *(["--", *arguments] if arguments else [])]


LINT = (
    Group("formatting", _tool("ruff", "format", "--check", "--quiet", ".")),
    Group("linting", _tool("ruff", "check", "--quiet", ".")),
    Group("client formatting and linting", _npm("lint"), _WEBUI),
    Group("types", _tool("mypy", "--no-error-summary")),
    Group("import rules", _tool("lint-imports", "--no-logo")),
    Group("client types", _npm("types"), _WEBUI),
)
TESTS = (
    Group(
        "client tests",
        _npm(
            "test",
            "--reporter=dot",
            "--reporter=json",
            f"--outputFile.json={_VITEST_RESULTS}",
        ),
        _WEBUI,
    ),
    Group("unit tests", _pytest(*_RECKONING, "tests/unit", "tests/property")),
    Group("integration tests", _pytest(*_WAITING, "tests/integration")),
    Group("acceptance tests", _pytest(*_BROWSING, "tests/acceptance")),
)
FEATURES = (Group("features", [sys.executable, "-m", "tests.feature_report"]),)
PLANS: dict[str, tuple[Group, ...]] = {
    "all": (*LINT, *TESTS, *FEATURES),
    "lint": LINT,
}


def main(plan: str) -> int:
    """Runs the groups of `plan`; returns 0, or the exit code of the group that failed."""
    began = time.monotonic()
    if plan == "all":
        shutil.rmtree(RESULTS, ignore_errors=True)
        RESULTS.mkdir(parents=True)
    for group in PLANS[plan]:
        code = _run(group)
        if code != 0:
            _say(f"FAILED: {group.name} ({_since(began)} in all)")
            return code
    _say(f"all is well ({_since(began)} in all)")
    return 0


def _run(group: Group) -> int:
    _say(f"{group.name} …")
    began = time.monotonic()
    code = subprocess.run(group.command, cwd=group.folder, env=_environment()).returncode
    _say(f"{group.name}: {'ok' if code == 0 else 'failed'}, {_since(began)}")
    return code


def _environment() -> dict[str, str]:
    """A developer's settings must not steer the tests; what is meant for tests may."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(PREFIX) or name.upper().startswith(TEST_PREFIX)
    }


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"


def _say(what: str) -> None:
    print(f"== {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
