"""Files of reports: asked for here, made by the batch worker, taken home as often as wanted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Literal

from flask import Response, request
from pydantic import Field

from routing import report_formats
from routing.actions import report_files as files
from routing.permissions import Actor, Permission, require
from routing.report_formats import CSV
from routing.tables import ReportFile, ReportRun
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import Id, In, Out, Query
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in

report_files = resource(
    "report files", "Files of reports: CSV at once, Excel and Parquet on demand"
)
LONGEST_FORMAT = 20
#: Bytes of a packed file that are unpacked at a time.
_PIECE = 1 << 16
#: What tells zlib that a gzip header comes first.
_GZIP = 16


class RunPath(Query):
    """Which run is meant."""

    run_id: Id


class FilePath(RunPath):
    """Which of its files is meant."""

    format: str = Field(max_length=LONGEST_FORMAT)


class FileIn(In):
    """The format that is wanted: xlsx or parquet; csv is always there."""

    format: str = Field(max_length=LONGEST_FORMAT)


class WhyOut(Out):
    """Why something failed: a code, and the data that explains it."""

    code: str
    data: dict[str, Any]


class FileOut(Out):
    """A file of a run. Once done it never changes; one that failed can be asked for again."""

    format: str
    state: Literal["queued", "running", "done", "failed"]
    problem: WhyOut | None


class AskedFileOut(Out):
    """The file that was asked for, there (200) or on its way (202)."""

    file: FileOut


class FilesOut(Out):
    """The files of a run."""

    files: list[FileOut]


@report_files.post("/reports/<run_id>/files", responses={200: AskedFileOut, 202: AskedFileOut})
def ask(path: RunPath, body: FileIn) -> Response:
    """Ask for a file of a report that is done; the batch worker makes it."""
    actor = signed_in().actor
    file = services().calls.write(
        actor.company_id, lambda tx: _out(files.ask(tx, actor, path.run_id, body.format))
    )
    return answer(AskedFileOut(file=file), 200 if file.state == "done" else 202)


@report_files.get("/reports/<run_id>/files", responses={200: FilesOut})
def show(path: RunPath) -> Response:
    """The files that a run has or is getting: how they are, not what is in them."""
    found = services().calls.read(
        _reader().company_id, lambda reading: _files(reading, path.run_id)
    )
    return answer(found)


@report_files.get("/reports/<run_id>/files/<format>", responses={200: None})
def take(path: FilePath) -> Response:
    """All rows of a run that is done, as a file."""
    actor = _reader()
    file = services().calls.read(
        actor.company_id, lambda reading: files.done(reading, path.run_id, path.format)
    )
    return _download(file)


def why(made: ReportRun | ReportFile) -> WhyOut | None:
    """Why a run or a file failed, if it did."""
    if made.state != "failed":
        return None
    return WhyOut(code=made.problem_code, data=made.problem_data)


def _files(reading: Transaction, run_id: str) -> FilesOut:
    run = reading.get(ReportRun, run_id)
    return FilesOut(files=[_out(file) for file in files.of_run(reading, run.id)])


def _out(file: ReportFile) -> FileOut:
    return FileOut.model_validate(
        {"format": file.format, "state": file.state, "problem": why(file)}
    )


def _reader() -> Actor:
    actor = signed_in().actor
    require(actor, Permission.SEE_REPORTS)
    return actor


def _download(file: ReportFile) -> Response:
    data = file.data or b""
    response = _packed(data) if file.format == CSV.name else Response(data)
    response.mimetype = report_formats.checked(file.format).media_type
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _packed(data: bytes) -> Response:
    """A file as it is kept, gzipped, for those who take that; browsers save it unpacked."""
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(data if takes_gzip else _unpacked(data))
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The file in pieces, so that a large one is never whole in memory."""
    opened = zlib.decompressobj(wbits=zlib.MAX_WBITS | _GZIP)
    for begin in range(0, len(data), _PIECE):
        yield opened.decompress(data[begin : begin + _PIECE])
    yield opened.flush()
