"""A made-up year in a database of its own: what the import and the reports are measured with.

GUICHET_TEST_BENCH_SESSIONS makes it smaller, for a quick look.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from routing import migrate
from routing.database import Database
from tests.bench.generated_year import write_year
from tests.builders import a_company

SESSIONS = int(os.environ.get("GUICHET_TEST_BENCH_SESSIONS", "1000000"))
#: Of so many calls that enter the line some hang up; what is left are about `SESSIONS`.
CALLS_A_SESSION = 1.05
SLUG = "bench"
ZONE = "Europe/Paris"


@dataclass(frozen=True)
class History:
    """The file of calls, its rows, and the company whose history it becomes."""

    folder: Path
    file: Path
    rows: int
    company_id: str

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "guichet.db"

    @property
    def url(self) -> str:
        """The same as an address."""
        return f"sqlite:///{self.database}"


@contextmanager
def made_up_history() -> Iterator[History]:
    """A file of calls and an empty database that is to hold them."""
    with tempfile.TemporaryDirectory() as folder:
        yield make_history(Path(folder), SESSIONS)


def make_history(folder: Path, sessions: int) -> History:
    """The same in a folder that is there, with about so many sessions."""
    file = folder / "year.tsv"
    write_year(file, round(sessions * CALLS_A_SESSION))
    rows = sum(1 for _ in file.open("rb")) - 1
    return History(folder, file, rows, _company(f"sqlite:///{folder / 'guichet.db'}"))


def _company(url: str) -> str:
    migrate.upgrade(url)
    database = Database(url)
    company_id = a_company(database, slug=SLUG, time_zone=ZONE)
    database.dispose()
    return company_id
