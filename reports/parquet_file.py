"""Reports as Parquet files: typed columns, in row groups, compressed with Zstandard.

Columns have the keys of the report, with `_ms` for durations, which Parquet has no type for: readers of
Arrow's schema get durations, others whole milliseconds. Times are UTC, and carry the report's zone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from reports.result import Column, Row, Value

#: Rows of a row group, which are in memory together: some ten megabytes of sessions with their texts.
GROUP = 16_384
#: Columns of few different texts.
_REPEATED = frozenset({"queue", "portal", "agent", "resolution", "service_level_variant"})

_TYPES: dict[str, Callable[[], pa.DataType]] = {
    "count": pa.int64,
    "hour": pa.int64,
    "share": pa.float64,
    "score": pa.float64,
    "duration": lambda: pa.duration("ms"),
    "day": pa.date32,
}


def write(
    into: IO[bytes], result: dict[str, Any], columns: Sequence[Column], rows: Iterable[Row]
) -> None:
    """Write the rows of a report; `result` is what its page shows (`reports.result.Report.document`)."""
    zone = result["period"]["zone"]
    schema = pa.schema([_field(column, zone) for column in columns], metadata=_metadata(result))
    with pq.ParquetWriter(into, schema, compression="zstd") as writer:
        for some in _batches(iter(rows)):
            writer.write_batch(_batch(schema, columns, some), row_group_size=GROUP)


def name(column: Column) -> str:
    """The name of a column."""
    return f"{column.key}_ms" if column.kind == "duration" else column.key


def _field(column: Column, zone: str) -> pa.Field:
    return pa.field(name(column), _type(column, zone), metadata={"kind": column.kind})


def _type(column: Column, zone: str) -> pa.DataType:
    if column.kind == "time":
        return pa.timestamp("ms", tz=zone)
    if column.key in _REPEATED:
        return pa.dictionary(pa.int32(), pa.string())
    return _TYPES.get(column.kind, pa.string)()


def _metadata(result: dict[str, Any]) -> dict[str, str]:
    """What the file is about, as JSON: what was asked, of which moment, and the key figures."""
    told = ("kind", "parameters", "period", "as_of", "figures", "notes", "rules")
    return {f"guichet.{key}": json.dumps(result.get(key), ensure_ascii=False) for key in told}


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, GROUP)):
        yield some


def _batch(schema: pa.Schema, columns: Sequence[Column], rows: list[Row]) -> pa.RecordBatch:
    values = zip(*rows, strict=True)
    arrays = [
        pa.array(map(_typed(column), each), type=field.type, size=len(rows))
        for column, field, each in zip(columns, schema, values, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _typed(column: Column) -> Callable[[Value], Any]:
    if column.kind == "day":
        return lambda value: None if value is None else date.fromisoformat(str(value))
    return lambda value: value
