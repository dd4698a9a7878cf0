"""Page views on their way to the database: written together, so that a busy page never holds up a request.

Whoever finds nobody writing writes what there is, and goes on while more comes in; everybody else has
only left a number. One write transaction carries all the views that arrived during the one before.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

import structlog

from routing.actions import page_views
from routing.actions.page_views import Viewed
from webui.database_calls import DatabaseCalls

log = structlog.get_logger(__name__)

#: Pages that are remembered while the database does not take them; a view of any other is not counted.
MOST_PAGES = 5_000
#: Rounds of writing after which a request that has written for others is answered.
MOST_ROUNDS = 10


@dataclass(frozen=True)
class CompanyPage:
    """A page seen, and whose it is."""

    company_id: str
    viewed: Viewed


class ViewCounter:
    """The views that one web process has not written yet."""

    def __init__(self, calls: DatabaseCalls) -> None:
        self._calls = calls
        self._lock = threading.Lock()
        self._waiting: Counter[CompanyPage] = Counter()
        self._writing = False

    def add(self, page: CompanyPage) -> None:
        """Count one view. What the database does not take now is counted with a later one."""
        with self._lock:
            self._keep(Counter([page]))
            if self._writing:
                return
            self._writing = True
        self._write()

    def _write(self) -> None:
        rounds = MOST_ROUNDS
        while taken := self._taken(going_on=rounds > 0):
            companies = sorted({page.company_id for page in taken})
            written = [self._write_for(company_id, taken) for company_id in companies]
            rounds = rounds - 1 if all(written) else 0

    def _taken(self, *, going_on: bool) -> Counter[CompanyPage]:
        """What waits to be written; nothing when that is for the next one to do."""
        with self._lock:
            # Decided together: whoever comes a moment later must know that nobody writes any more.
            self._writing = going_on and bool(self._waiting)
            if not self._writing:
                return Counter()
            taken, self._waiting = self._waiting, Counter()
            return taken

    def _write_for(self, company_id: str, taken: Counter[CompanyPage]) -> bool:
        """Whether the database took them."""
        mine = {page: views for page, views in taken.items() if page.company_id == company_id}
        seen = {page.viewed: views for page, views in mine.items()}
        try:
            self._calls.write(company_id, lambda tx: page_views.count(tx, seen))
        except Exception as error:  # noqa: BLE001 - counted later, or not at all: nobody waits for it
            log.warning("views.not_counted", reason=str(error))
            with self._lock:
                self._keep(Counter(mine))
            return False
        return True

    def _keep(self, views: Counter[CompanyPage]) -> None:
        for page, count in views.items():
            if page in self._waiting or len(self._waiting) < MOST_PAGES:
                self._waiting[page] += count
