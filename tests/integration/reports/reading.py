"""Asking for a report as the batch worker does, and reading what came out."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports import run
from routing.database import Database
from routing.report_parameters import checked

_TODAY = date(2026, 1, 1)


@dataclass
class Read:
    """A computed report: its document and its CSV file."""

    result: dict[str, Any]
    csv: str

    @property
    def keys(self) -> list[str]:
        """The columns' keys."""
        return [column["key"] for column in self.result["columns"]]

    @property
    def rows(self) -> dict[Any, dict[str, Any]]:
        """The rows by their first value."""
        return {row[0]: dict(zip(self.keys, row, strict=True)) for row in self.result["rows"]}

    @property
    def total(self) -> dict[str, Any]:
        """The total row."""
        return dict(zip(self.keys, self.result["total"], strict=True))

    @property
    def figures(self) -> dict[str, Any]:
        """The key figures."""
        return {figure["key"]: figure["value"] for figure in self.result["figures"]}

    @property
    def notes(self) -> dict[str, Any]:
        """The notes' data by their codes."""
        return {note["code"]: note["data"] for note in self.result["notes"]}


def read(database: Database, company_id: str, kind: str, **given: Any) -> Read:
    """The report for these parameters; `first` and `last` are its days."""
    given["from"] = given.pop("first")
    given["to"] = given.pop("last", given["from"])
    file = io.StringIO(newline="")
    made = run.compute(database, company_id, kind, checked(kind, given, _TODAY), file)
    return Read(made.result, file.getvalue())
