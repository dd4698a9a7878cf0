"""What a company has already of what an import needs: portal, queues, agents, calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from config.import_calls.history import History, PastCall
from config.import_calls.made_id import first_id, plain
from routing.tables import Account, Portal, Queue, Request
from routing.transaction import Transaction

PORTAL = "import"


@dataclass(frozen=True)
class Standing:
    """Ids of what is there, those of requests as `made_id` writes them.

    `logins` are those the file's agents have or get, by their name in the file.
    """

    portal_id: str | None
    queues: dict[str, str]
    accounts: dict[str, str]
    logins: dict[str, str]
    requests: frozenset[str]

    def has(self, call: PastCall) -> bool:
        """Whether this call was imported before."""
        return bool(self.requests) and first_id(call.shown_at, call.digest) in self.requests


def standing_of(tx: Transaction, slug: str, history: History) -> Standing:
    """What is there for `history` in the company that `tx` belongs to."""
    portal_id = tx.session.scalars(select(Portal.id).where(col(Portal.key) == portal_key(slug)))
    queues = tx.session.execute(select(Queue.key, Queue.id))
    keys = {queue_key(kind): kind for kind in history.types}
    logins = _logins(tx, slug, history.agents)
    accounts = tx.session.execute(
        select(Account.login, Account.id).where(col(Account.login).in_(logins.values()))
    )
    ids = {login: one for login, one in accounts}  # noqa: C416 - dict() asks a result for keys
    return Standing(
        portal_id=(found := portal_id.first()),
        queues={keys[key]: one for key, one in queues if key in keys},
        accounts={name: ids[login] for name, login in logins.items() if login in ids},
        logins=logins,
        requests=_requests(tx, found, history),
    )


def portal_key(slug: str) -> str:
    """The portal all imported requests of this company came in by; portal keys are unique over all."""
    return f"{PORTAL}-{slug}"


def queue_key(kind: str) -> str:
    """The queue of calls of this type."""
    return f"{PORTAL}-{kind.lower()}"


def _logins(tx: Transaction, slug: str, names: Iterable[str]) -> dict[str, str]:
    """The name in small letters, or with the company's behind it where another company has that login."""
    wanted = {name: name.lower() for name in names}
    # Logins are unique over all companies: this one question goes past the company's scope.
    account = Account.__table__  # type: ignore[attr-defined]
    taken = set(
        tx.session.execute(
            select(account.c.login).where(
                account.c.login.in_(wanted.values()), account.c.company_id != tx.company_id
            )
        ).scalars()
    )
    return {name: f"{login}.{slug}" if login in taken else login for name, login in wanted.items()}


def _requests(tx: Transaction, portal_id: str | None, history: History) -> frozenset[str]:
    if portal_id is None:
        return frozenset()
    times = [call.posted_at for call in history.calls]
    # Another zone than at the last import moves calls by less than a day and a half.
    margin = 36 * 3_600_000
    found = tx.session.scalars(
        select(Request.id).where(
            col(Request.portal_id) == portal_id,
            col(Request.posted_at) >= min(times) - margin,
            col(Request.posted_at) <= max(times) + margin,
        )
    )
    there = frozenset(map(plain, found))
    return frozenset(
        made for call in history.calls if (made := first_id(call.shown_at, call.digest)) in there
    )
