"""A company of a test's own in the running product: its people, queues and portals, written as rows.

Rows are written for setting up alone; whatever a test proves goes through browsers and HTTP.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from config import demonstration
from config.settings import Settings
from routing.actions.accounts import hash_password
from routing.clock import SECOND
from routing.database import Database
from routing.events import QueueChanged
from routing.tables import Account, Portal, Queue, Tier
from tests import builders
from tests.running import RunningGuichet

PASSWORD = "a password of the tests"
#: Everywhere on this machine: the tests' company pages stand at ports that nobody knows beforehand.
ANY_LOCAL_ORIGIN = ["http://localhost:*", "http://127.0.0.1:*"]


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    login: str
    name: str
    password: str = PASSWORD


class Company:
    """A fresh company in a running Guichet."""

    def __init__(self, guichet: RunningGuichet, **fields: Any) -> None:
        """`fields` are those of the company's row."""
        self.database = Database(guichet.database_url)
        self.id = builders.a_company(self.database, **fields)

    def queue(self, name: str = "Orders", **fields: Any) -> Queue:
        """A WebACD queue, which the workers begin to serve by themselves."""
        queue = builders.a_queue(self.database, self.id, name.lower(), **{"name": name, **fields})
        with self.database.transaction(self.id) as tx:
            tx.emit(QueueChanged(queue.id))
        return queue

    def tier(self) -> Tier:
        """A tier that requests escalate to."""
        return builders.a_tier(self.database, self.id)

    def portal(self, queue: Queue | None = None, **fields: Any) -> Portal:
        """A SmartBox portal in English, in queue mode when a queue is given."""
        given = {"language": "en", "allowed_origins": ANY_LOCAL_ORIGIN, **fields}
        return builders.a_portal(self.database, self.id, queue, **given)

    def agent(self, name: str = "Marie", language: str = "en", **fields: Any) -> Person:
        """An agent with room for three sessions; `fields` as `builders.an_agent` takes them."""
        actor = builders.an_agent(
            self.database, self.id, name.split()[0].lower(), **{"max_sessions": 3, **fields}
        )
        with self.database.transaction(self.id) as tx:
            account = tx.lock(Account, actor.account_id)
            account.name, account.language = name, language
            account.password_hash = _hash()
            tx.add(account)
        return Person(account.login, name)

    def close(self) -> None:
        """Lets go of the database; the rows stay."""
        self.database.dispose()


def demonstration_person(guichet: RunningGuichet, login: str) -> Person:
    """Somebody of the demonstration company, who can sign in."""
    settings = Settings(var_dir=guichet.var_dir, database_url=guichet.database_url)
    names = {person[0]: person[1] for person in demonstration.PEOPLE}
    return Person(login, names[login], demonstration.password(settings))


@cache
def _hash() -> str:
    """One for all: making it takes as long as it should."""
    return hash_password(PASSWORD)


#: An alert of a test that waits for it to pass.
BRIEF_ALERT = 3 * SECOND
