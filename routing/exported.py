"""A day's export as it is handed from whoever writes it to whoever keeps account of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from routing.errors import RoutingError


@dataclass(frozen=True)
class ExportedFile:
    """One CSV file: its name, the kind of report, rows without the header, and its content's size and hash.

    `notes` are the report's, `{"code", "data"}` each: what to know about its figures.
    """

    name: str
    report: str
    rows: int
    bytes: int
    sha256: str
    notes: tuple[dict[str, Any], ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON: in the manifest and in the slot's row."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> ExportedFile:
        """Back from JSON; raises KeyError, TypeError or ValueError when it is none."""
        return cls(
            name=str(document["name"]),
            report=str(document["report"]),
            rows=int(document["rows"]),
            bytes=int(document["bytes"]),
            sha256=str(document["sha256"]),
            # Folders from before they were told have none.
            notes=tuple(dict(note) for note in document.get("notes", ())),
        )


class ExportFailed(RoutingError):
    """A day could not be exported; `problem` is a code of docs/exports.md, `detail` the system's words."""

    code = "export_failed"
    status = 503

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem=problem, detail=detail)
        self.problem = problem
        self.detail = detail
