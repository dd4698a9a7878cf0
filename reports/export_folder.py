"""The folder that exports are written to: a day appears in it whole, or not at all.

    <export_dir>/<company>/2026-11-20/call_volume.csv, …, manifest.json

A day is written under a hidden name beside its place, brought to the disk (fsync), and renamed. The
manifest, written last, names every file with its rows, bytes and SHA-256.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from routing.exported import ExportedFile, ExportFailed

MANIFEST = "manifest.json"
#: Exports hold what customers wrote: for the owner and the group alone.
_FOLDER_MODE = 0o750
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)
_BLOCK = 1 << 20


class ExportFolder:
    """The exports of one company below `root`; a `root` that is not `made_here` must be there.

    Everything raises `ExportFailed` when the system refuses.
    """

    def __init__(self, root: Path, company: str, *, made_here: bool) -> None:
        self._root = root
        self._company = company
        self._made_here = made_here

    def relative(self, day: str) -> str:
        """Where a day's folder is, below the root."""
        return f"{self._company}/{day}"

    def place(self, day: str) -> Path:
        """Where a day's folder is."""
        return self._root / self._company / day

    def require(self) -> None:
        """See to it that there is a folder to write to; raises `ExportFailed` ("folder_missing")."""
        with _told():
            if self._made_here:
                self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            elif not self._root.is_dir():
                raise ExportFailed("folder_missing", str(self._root))
            (self._root / self._company).mkdir(mode=_FOLDER_MODE, exist_ok=True)

    def begin(self, day: str, slot_id: str, attempt: int) -> Path:
        """An empty hidden folder for this attempt; what earlier ones of the slot left goes."""
        self.require()
        with _told():
            parent = self.place(day).parent
            for left in parent.glob(f".{day}.{slot_id}.*.part"):
                shutil.rmtree(left, ignore_errors=True)
            part = parent / f".{day}.{slot_id}.{attempt}.part"
            part.mkdir(mode=_FOLDER_MODE)
            return part

    def publish(
        self, part: Path, day: str, files: Sequence[ExportedFile], about: dict[str, Any]
    ) -> list[ExportedFile]:
        """Let the finished folder appear; if another one is there by now, that one's files are told."""
        with _told():
            document = {**about, "files": [file.document() for file in files]}
            _write(part / MANIFEST, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
            _sync(part)
            try:
                part.rename(self.place(day))
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
                return self.verified(day) or []
            _sync(self.place(day).parent)
            return list(files)

    def verified(self, day: str) -> list[ExportedFile] | None:
        """The files of a day that is there, as its manifest says and as they are; None when it is not.

        Raises `ExportFailed` ("folder_differs") naming what is not as the manifest says.
        """
        place = self.place(day)
        with _told():
            if not place.exists():
                return None
            files = self._listed(place, day)
            for file in files:
                if not _is_intact(place / file.name, file):
                    raise ExportFailed("folder_differs", f"{place.name}/{file.name}")
            return files

    def discard(self, part: Path) -> None:
        """Forget an attempt that failed."""
        shutil.rmtree(part, ignore_errors=True)

    def remove(self, day: str) -> None:
        """Remove a day: it disappears at once, then its files; afterwards nothing of it is there.

        What cannot be seen is not removed: raises `ExportFailed` also when the folder above is away.
        """
        self.require()
        with _told():
            place = self.place(day)
            leaving = place.with_name(f".{day}.removed")
            if leaving.exists():
                # An earlier removal was refused in the middle of it.
                shutil.rmtree(leaving)
            if place.exists():
                place.rename(leaving)
                shutil.rmtree(leaving)
            _sync(place.parent)

    def _listed(self, place: Path, day: str) -> list[ExportedFile]:
        try:
            document = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
            if (document["company"], document["day"]) != (self._company, day):
                raise ValueError
            return [ExportedFile.from_document(file) for file in document["files"]]
        except (FileNotFoundError, KeyError, TypeError, ValueError):
            raise ExportFailed("folder_differs", f"{place.name}/{MANIFEST}") from None


def finished(
    path: Path, report: str, rows: int, notes: Sequence[dict[str, Any]] = ()
) -> ExportedFile:
    """Bring a written file to the disk, and say what is in it as it can be read there."""
    with _told():
        _sync(path)
        size, digest = path.stat().st_size, _sha256(path)
        return ExportedFile(path.name, report, rows, size, digest, tuple(notes))


def _is_intact(path: Path, file: ExportedFile) -> bool:
    # A manifest is a file like others: it must not lead out of its folder.
    if path.name != file.name or not path.is_file():
        return False
    return path.stat().st_size == file.bytes and _sha256(path) == file.sha256


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told() -> Iterator[None]:
    """The system's refusals as `ExportFailed`."""
    try:
        yield
    except OSError as error:
        raise refused(error) from error


def refused(error: OSError) -> ExportFailed:
    """A refusal of the system as a problem of the export."""
    said = error.strerror or str(error)
    detail = f"{said}: {error.filename}" if error.filename else said
    if error.errno in _FULL:
        return ExportFailed("disk_full", detail)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportFailed("not_writable", detail)
    return ExportFailed("write_failed", detail)
