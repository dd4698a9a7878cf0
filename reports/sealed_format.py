"""Facts of one day as bytes, and many days' bytes as facts again.

Format 1: the length of the head (4 bytes, little end first); the head, JSON with the number of rows, the
type of each column and the ids that codes stand for; then the columns, one after the other. Times are
milliseconds after the day's beginning (-1: never), so that they fit into 4 bytes; every column is kept in
the smallest type that holds it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from reports.directory import NONE, Directory, Names
from reports.facts import NEVER, Column, Facts
from routing.clock import Millis

#: Raised with every change of the format: days sealed in an older one are made again.
FORMAT = 1

_LENGTH = struct.Struct("<I")
_TYPES = tuple(np.dtype(name) for name in ("<i1", "<i2", "<i4", "<i8"))

Kind = TypeVar("Kind", bound=Facts)


def kind_of(facts: type[Facts]) -> str:
    """The name under which sealed facts are kept."""
    return f"{facts.KIND}.{FORMAT}"


def packed(facts: Facts, begin: Millis, directory: Directory) -> bytes:
    """The facts of the day that begins at `begin` (ms since the epoch)."""
    columns: dict[str, Column] = {}
    ids: dict[str, list[str]] = {}
    for name in facts.names():
        column = facts.column(name)
        if name in facts.CODES:
            column, ids[name] = _with_ids(column, _names(directory, facts, name))
        elif name in facts.TIMES:
            column = np.where(column == NEVER, -1, column - begin)
        columns[name] = _smallest(column)
    types = {name: column.dtype.str for name, column in columns.items()}
    head = json.dumps({"rows": len(facts), "types": types, "ids": ids}).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *(c.tobytes() for c in columns.values())])


def unpacked(kind: type[Kind], days: Sequence[tuple[Millis, bytes]], directory: Directory) -> Kind:
    """The facts of several days, each given by its beginning and its bytes; at least one."""
    read = [_Day.read(begin, data) for begin, data in days]
    rows = [day.rows for day in read]
    begins = np.repeat(np.array([day.begin for day in read], dtype=np.int64), rows)
    columns = {name: np.concatenate([day.columns[name] for day in read]) for name in kind.names()}
    for name in kind.TIMES:
        columns[name] = np.where(columns[name] < 0, NEVER, columns[name] + begins)
    for name in kind.CODES:
        names = _names(directory, kind, name)
        columns[name] = _numbers(columns[name], [day.ids[name] for day in read], rows, names)
    return kind(**columns)


@dataclass(frozen=True)
class _Day:
    begin: Millis
    rows: int
    columns: Mapping[str, Column]
    ids: Mapping[str, list[str]]

    @classmethod
    def read(cls, begin: Millis, data: bytes) -> _Day:
        (length,) = _LENGTH.unpack_from(data)
        at = _LENGTH.size + length
        head: dict[str, Any] = json.loads(data[_LENGTH.size : at])
        columns = {}
        for name, type_ in head["types"].items():
            columns[name] = np.frombuffer(data, type_, head["rows"], at)
            at += columns[name].nbytes
        return cls(begin, head["rows"], columns, head["ids"])


def _with_ids(codes: Column, names: Names) -> tuple[Column, list[str]]:
    """Codes of this day alone, and the ids they stand for."""
    used = np.unique(codes[codes != NONE])
    return np.where(codes == NONE, NONE, np.searchsorted(used, codes)), [
        names.ids[number] for number in used
    ]


def _numbers(codes: Column, ids: Sequence[list[str]], rows: Sequence[int], names: Names) -> Column:
    """Codes of single days as the company's numbers of today."""
    if all(day == ids[0] for day in ids):
        # The same every day, as queues mostly are. NONE, -1, leads to the last entry.
        return np.append(names.numbers(ids[0]), np.int32(NONE))[codes]
    # One table of all days' ids; its last entry is what NONE, -1, leads to.
    table = np.append(names.numbers(id_ for day in ids for id_ in day), np.int32(NONE))
    first = np.cumsum([0, *(len(day) for day in ids[:-1])])
    return table[np.where(codes < 0, NONE, codes + np.repeat(first, rows))]


def _names(directory: Directory, facts: Facts | type[Facts], column: str) -> Names:
    names: Names = getattr(directory, facts.CODES[column])
    return names


def _smallest(column: Column) -> Column:
    if len(column) == 0:
        return column.astype(_TYPES[0])
    least, greatest = int(column.min()), int(column.max())
    fitting = (t for t in _TYPES if np.iinfo(t).min <= least and greatest <= np.iinfo(t).max)
    return column.astype(next(fitting))
