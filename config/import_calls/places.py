"""Where imported calls stand: their portal, a queue for each type, an account for each agent."""

from __future__ import annotations

from dataclasses import dataclass

from config.company_choice import ChosenCompany
from config.import_calls.history import History
from config.import_calls.standing import PORTAL, Standing, portal_key, queue_key
from routing.events import QueueChanged
from routing.permissions import Role
from routing.tables import Account, Agent, Portal, Queue
from routing.transaction import Transaction

#: No password fits this; whoever is to sign in with the account gets one first.
NO_PASSWORD = "!"
#: The types the bank's own file has; others are called by their letters.
_TYPES = {
    "PS": "Regular activity",
    "PE": "Regular activity in English",
    "IN": "Internet support",
    "NE": "Stock exchange",
    "NW": "New customers",
    "TT": "Asked to be called back",
}


@dataclass(frozen=True)
class Places:
    """Ids: the portal, the queue of each type, the agent of each name in the file."""

    portal_id: str
    queues: dict[str, str]
    agents: dict[str, str]


def make_places(
    tx: Transaction, company: ChosenCompany, history: History, standing: Standing
) -> Places:
    """What is there already, and what was missing."""
    queues = {kind: standing.queues.get(kind) or _queue(tx, kind) for kind in history.types}
    return Places(
        portal_id=standing.portal_id or _portal(tx, company, next(iter(queues.values()))),
        queues=queues,
        agents={name: _agent(tx, name, standing) for name in history.agents},
    )


def _queue(tx: Transaction, kind: str) -> str:
    queue = Queue(
        company_id=tx.company_id,
        key=queue_key(kind),
        name=_TYPES.get(kind, kind),
        created_at=tx.now,
    )
    tx.add(queue)
    tx.emit(QueueChanged(queue.id))
    return queue.id


def _portal(tx: Transaction, company: ChosenCompany, queue_id: str) -> str:
    """Closed: nobody comes in by it any more."""
    portal = Portal(
        company_id=tx.company_id,
        key=portal_key(company.slug),
        name=PORTAL.title(),
        type="smart_box",
        mode="queue",
        queue_id=queue_id,
        open=False,
        created_at=tx.now,
    )
    tx.add(portal)
    return portal.id


def _agent(tx: Transaction, name: str, standing: Standing) -> str:
    account_id = standing.accounts.get(name) or _account(tx, name, standing.logins[name])
    if tx.find(Agent, account_id) is None:
        tx.add(
            Agent(company_id=tx.company_id, id=account_id, status_since=tx.now, idle_since=tx.now)
        )
    return account_id


def _account(tx: Transaction, name: str, login: str) -> str:
    """Somebody who served once; nobody can sign in with it."""
    account = Account(
        company_id=tx.company_id,
        login=login,
        name=name.replace("_", " ").title(),
        password_hash=NO_PASSWORD,
        role=Role.AGENT.value,
        active=False,
        created_at=tx.now,
    )
    tx.add(account)
    return account.id
