"""A report as it is handed from whoever computes it to whoever keeps it, and back for its other files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from routing.clock import Millis
from routing.database import Database

#: Told how much is done, in per cent.
Progress = Callable[[int], None]


@dataclass(frozen=True)
class MadeReport:
    """A finished report: what pages show, the moment it saw, and its CSV file (gzipped, `rows` rows)."""

    result: dict[str, Any]
    as_of: Millis
    file_name: str
    rows: int
    data: bytes


@dataclass(frozen=True)
class KeptReport:
    """A report that is kept: what pages show, and its CSV file (gzipped, `rows` rows)."""

    result: dict[str, Any]
    rows: int
    csv: bytes


#: What computes a report: database, company, kind, canonical parameters, progress.
Maker = Callable[[Database, str, str, dict[str, Any], Progress], MadeReport]
#: What makes a file of a format (`routing.report_formats`) from a kept report; returns its bytes.
FileMaker = Callable[[str, KeptReport], bytes]
