"""This machine's own installation, when it is the one that is played against.

Two things are done in its database and not by the public interfaces, and said so: making the agents'
accounts before the day, and reading the rows afterwards to compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from config import demonstration
from config.settings import Settings
from routing.database import Database
from routing.errors import RoutingError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NoDatabase(Exception):
    """The database of the product is not to be had from here; the message says why."""


def serves(settings: Settings, url: str) -> bool:
    """Whether `url` is this installation's own address."""
    asked, own = urlsplit(url), urlsplit(settings.public_url)
    if (asked.hostname, asked.port) == (own.hostname, own.port):
        return True
    return asked.hostname in LOOPBACK and asked.port == settings.port


def prepare_accounts(settings: Settings, agents: Iterable[str]) -> int:
    """An account for each agent; how many were new. Raises NoDatabase."""
    require_database(settings)
    return demonstration.add_agents(settings, agents)


def require_database(settings: Settings) -> None:
    """Raises NoDatabase unless the demonstration company is found in the database."""
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite":
        _require_file(address.database)
    database = Database(settings.database_url)
    try:
        demonstration.company_of(database)
    except (SQLAlchemyError, RoutingError) as error:
        raise NoDatabase(f"no demonstration company in it ({type(error).__name__})") from None
    finally:
        database.dispose()


def _require_file(path: str | None) -> None:
    """Opening a SQLite file that is not there would make an empty one."""
    if path is None or not Path(path).is_file():
        raise NoDatabase(f"there is no file {path}")
