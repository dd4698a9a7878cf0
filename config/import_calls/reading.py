"""A file of calls, line by line: whole, in UTF-8, or a clear answer why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from config.import_calls.history import MOST_TYPES, History, history_of
from config.import_calls.wall_clock import WallClock
from config.replay.calls import CallFileError, each_row

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: No line of a file of calls is longer than this many bytes.
_LONGEST_LINE = 65_536

Advanced = Callable[[int], object]


def read_history(path: Path, company_id: str, clock: WallClock, advanced: Advanced) -> History:
    """Everything the file tells; `advanced` is told how many bytes were read.

    Raises CallFileError when it is no whole file of calls, OSError when it cannot be read.
    """
    history = history_of(each_row(_lines(path, advanced)), company_id, clock)
    if len(history.types) > MOST_TYPES:
        raise CallFileError(f"it has {len(history.types)} types of call; {MOST_TYPES} at most")
    if not history.rows:
        raise CallFileError("it has a header and no calls")
    if not history.calls:
        raise CallFileError("none of its rows is a call that entered the line")
    return history


def _lines(path: Path, advanced: Advanced) -> Iterator[str]:
    with path.open("rb") as file:
        number, last = 0, b""
        while line := file.readline(_LONGEST_LINE):
            number += 1
            advanced(len(line))
            yield _text(line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line, number)
            last = line
    if not number:
        raise CallFileError("it is empty")
    if not last.endswith(b"\n"):
        raise CallFileError(
            f"its last line, {number}, does not end with a line break: it may have been cut off "
            "(when it is whole, add the line break)"
        )


def _text(line: bytes, number: int) -> str:
    if b"\0" in line or line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CallFileError("it is not UTF-8 text (it may be UTF-16); save it as UTF-8")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise CallFileError(
            f"line {number} is not UTF-8 text (it may be Latin-1); save it as UTF-8"
        ) from None
