"""How much the widget's launcher weighs on a company's page, beside the smallest live connection."""

import gzip
from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.features import ROOT

_WEBUI = ROOT / "webui"
_LAUNCHER = _WEBUI / "assets" / "widget.js"
# What the launcher would weigh at least if it held the connection itself instead of opening a card.
_SOCKET_CLIENT = _WEBUI / "node_modules" / "socket.io-client" / "dist" / "socket.io.min.js"


def run() -> Iterator[Figure]:
    """The launcher's size, compressed as it travels."""
    ours, theirs = (
        len(gzip.compress(path.read_bytes())) / 1_000 for path in (_LAUNCHER, _SOCKET_CLIENT)
    )
    yield Figure("widget launcher", ours, "socket.io-client alone", theirs, "kB gzipped")
