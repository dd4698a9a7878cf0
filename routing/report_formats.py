"""The formats in which a report can be taken home."""

from __future__ import annotations

from dataclasses import dataclass

from routing.errors import InvalidInput


@dataclass(frozen=True)
class Format:
    """A format of files: its name, which also ends their names, and how many rows one can hold."""

    name: str
    media_type: str
    most_rows: int | None = None


#: Made with the report itself; the others are made from it.
CSV = Format("csv", "text/csv")
#: A sheet has 1,048,576 lines (Office Open XML, ECMA-376), one of them the header.
XLSX = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    most_rows=1_048_575,
)
PARQUET = Format("parquet", "application/vnd.apache.parquet")

FORMATS: dict[str, Format] = {each.name: each for each in (CSV, XLSX, PARQUET)}


def checked(name: str) -> Format:
    """The format of this name; raises `InvalidInput` when there is none."""
    if name not in FORMATS:
        raise InvalidInput(field="format", reason="unknown_value")
    return FORMATS[name]
