"""The browser client: its npm packages, and its build when its sources have changed."""

import os
from collections.abc import Iterator
from pathlib import Path

from config.bootstrap.console import ROOT, run_quietly, say
from config.bootstrap.versions import fingerprint, is_done, note_done, require_node

WEBUI = ROOT / "webui"
BUILT = WEBUI / "assets"
_MODULES = WEBUI / "node_modules"
_PACKAGES = (WEBUI / "package.json", WEBUI / "package-lock.json", WEBUI / ".npmrc")
_SOURCES = (WEBUI / "client", WEBUI / "widget")


def install_missing() -> bool:
    """Installs the npm packages of the lock file; True when they were not there yet."""
    stamp, mark = _MODULES / "guichet.stamp", fingerprint(_packages())
    if is_done(stamp, mark):
        return False
    require_node()
    say("installing the npm packages of the lock file")
    run_quietly(["npm", "ci", "--no-audit", "--no-fund"], "npm ci", _environment(), WEBUI)
    note_done(stamp, mark)
    return True


def build_if_changed() -> bool:
    """Builds the client when anything it is made from has changed; True when it did."""
    stamp, mark = BUILT / ".built", fingerprint([*_packages(), *_source_files()])
    if is_done(stamp, mark):
        return False
    require_node()
    say("building the browser client")
    run_quietly(["npm", "run", "build"], "npm run build", _environment(), WEBUI)
    note_done(stamp, mark)
    return True


def _packages() -> list[Path]:
    return [file for file in _PACKAGES if file.exists()]


def _source_files() -> Iterator[Path]:
    yield from WEBUI.glob("*.config.ts")
    yield from WEBUI.glob("tsconfig*.json")
    for folder in _SOURCES:
        yield from (file for file in folder.rglob("*") if file.is_file())


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "CI": "1",
        # Their output goes to a file and into error messages: no colours.
        "NO_COLOR": "1",
        "FORCE_COLOR": "0",
        "npm_config_update_notifier": "false",
    }
