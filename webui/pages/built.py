"""The client as Vite built it: which hashed files an entry needs, read from the build's manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent.parent / "assets"
MANIFEST = ASSETS / "manifest.json"


@dataclass
class Entry:
    """The files of one page, as addresses: its script, what that imports, and the styles of both."""

    script: str | None = None
    imports: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def entry(name: str, manifest_path: Path = MANIFEST) -> Entry:
    """What the page `name` ("desk", "customer") needs; an empty entry before the client is built."""
    manifest = _manifest(manifest_path)
    for key, chunk in manifest.items():
        if chunk.get("isEntry") and chunk.get("name") == name:
            found = Entry(script=_address(chunk))
            _gather(manifest, key, found, set())
            return found
    return Entry()


def _gather(manifest: dict[str, Any], key: str, found: Entry, seen: set[str]) -> None:
    seen.add(key)
    chunk = manifest[key]
    for imported in chunk.get("imports", []):
        if imported not in seen:
            found.imports.append(_address(manifest[imported]))
            _gather(manifest, imported, found, seen)
    found.styles += [f"/assets/{style}" for style in chunk.get("css", [])]


def _address(chunk: dict[str, Any]) -> str:
    return f"/assets/{chunk['file']}"


_read: dict[Path, tuple[int, dict[str, Any]]] = {}


def _manifest(path: Path) -> dict[str, Any]:
    """The manifest, read again only after a new build."""
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    known = _read.get(path)
    if known is None or known[0] != changed:
        known = _read[path] = (changed, json.loads(path.read_text(encoding="utf-8")))
    return known[1]
