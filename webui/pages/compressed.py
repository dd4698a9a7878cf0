"""Built files, compressed once and kept: a customer on a slow line waits for a quarter of the bytes.

A proxy in front may do this too; then it asks for nothing compressed, or passes ours on.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from flask import Response, request

COMPRESSIBLE = frozenset({".js", ".css", ".svg", ".json"})
# Smaller files gain nothing worth the header.
SMALLEST = 1_024  # bytes

_kept: dict[tuple[Path, int], bytes] = {}


def compress(response: Response, path: Path) -> Response:
    """`response` (which sends the file at `path`), gzipped where the browser takes that."""
    if path.suffix not in COMPRESSIBLE or not path.is_file():
        return response
    response.headers["Vary"] = "Accept-Encoding"
    if response.status_code != 200 or request.accept_encodings["gzip"] == 0:
        return response
    body = _gzipped(path)
    if body is not None:
        response.direct_passthrough = False
        response.data = body
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("ETag", None)
    return response


def _gzipped(path: Path) -> bytes | None:
    changed = path.stat().st_mtime_ns
    key = (path, changed)
    if key not in _kept:
        content = path.read_bytes()
        if len(content) < SMALLEST:
            return None
        for old in [known for known in _kept if known[0] == path]:
            del _kept[old]
        _kept[key] = gzip.compress(content, mtime=0)
    return _kept[key]
