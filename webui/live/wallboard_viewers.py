"""The browsers that show a wallboard."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass

from webui.signing import BrowserKey


@dataclass(frozen=True)
class Viewer:
    """A browser that shows a wallboard.

    `key_epoch` is its television key's, None for somebody signed in; `browser` is what that person's
    cookie says, None for a television.
    """

    sid: str
    company_id: str
    board_id: str
    key_epoch: int | None
    browser: BrowserKey | None
    is_there: Callable[[], bool]


class Viewers:
    """All of them; those who have not been shown anything yet are `new`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Viewer] = {}
        self._new: dict[str, Viewer] = {}

    def add(self, viewer: Viewer) -> None:
        """A browser wants to see its wallboard."""
        with self._lock:
            self._all[viewer.sid] = self._new[viewer.sid] = viewer

    def remove(self, sid: str) -> None:
        """A browser is gone."""
        with self._lock:
            self._all.pop(sid, None)
            self._new.pop(sid, None)

    def count(self) -> int:
        """How many there are."""
        return len(self._all)

    def of(self, company_id: str) -> list[Viewer]:
        """Those of one company."""
        return [one for one in self._list() if one.company_id == company_id]

    def any_of(self, company_id: str) -> bool:
        """Whether anybody looks at a wallboard of this company."""
        return any(one.company_id == company_id for one in self._list())

    def begin(self, company_id: str, board_ids: Set[str]) -> list[Viewer]:
        """The new ones before these wallboards of one company, who are not new any more."""
        with self._lock:
            new = [
                one
                for one in self._new.values()
                if one.company_id == company_id and one.board_id in board_ids
            ]
            for viewer in new:
                del self._new[viewer.sid]
        return new

    def boards(self) -> dict[str, set[str]]:
        """The wallboards that somebody looks at, by company."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for viewer in self._list():
            found[viewer.company_id].add(viewer.board_id)
        return found

    def _list(self) -> list[Viewer]:
        with self._lock:
            return list(self._all.values())
