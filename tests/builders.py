"""Companies, people, queues and portals for tests: small functions that write rows.

company = a_company(database)
marie = an_agent(database, company, "marie", queues=[orders])
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from routing.actions.accounts import actor_of
from routing.clock import Millis
from routing.database import ALL_COMPANIES, Database
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import (
    Account,
    Agent,
    Company,
    Portal,
    PortalAgent,
    Queue,
    QueueMember,
    Tier,
    TierMember,
    metadata,
)

_numbers = count(1)


@dataclass
class FakeClock:
    """A clock that stands still until the test moves it; milliseconds since the epoch."""

    now: Millis = 1_700_000_000_000

    def __call__(self) -> Millis:
        return self.now

    def advance(self, milliseconds: Millis) -> None:
        """Let this much time pass."""
        self.now += milliseconds


def a_database(url: str = "sqlite://", clock: FakeClock | None = None) -> Database:
    """A database with every table, in memory unless told otherwise."""
    database = Database(url, clock or FakeClock())
    metadata.create_all(database.write_engine)
    return database


def a_company(database: Database, **fields: Any) -> str:
    """A company's id."""
    number = next(_numbers)
    with database.transaction(ALL_COMPANIES) as tx:
        company = Company(
            **{
                "id": new_id(),
                "slug": f"company-{number}-{new_id()[-6:]}",
                "name": f"Company {number}",
                "created_at": tx.now,
                **fields,
            }
        )
        tx.add(company)
    return company.id


def a_tier(database: Database, company_id: str, key: str = "experts") -> Tier:
    """A tier of expertise."""
    with database.transaction(company_id) as tx:
        tier = Tier(company_id=company_id, key=key, name=key.title())
        tx.add(tier)
    return tier


def a_queue(database: Database, company_id: str, key: str = "orders", **fields: Any) -> Queue:
    """A WebACD queue."""
    with database.transaction(company_id) as tx:
        queue = Queue(
            **{
                "company_id": company_id,
                "key": key,
                "name": key.title(),
                "created_at": tx.now,
                **fields,
            }
        )
        tx.add(queue)
    return queue


def a_portal(
    database: Database, company_id: str, queue: Queue | None = None, **fields: Any
) -> Portal:
    """A SmartBox portal, in queue mode when a queue is given."""
    number = next(_numbers)
    with database.transaction(company_id) as tx:
        portal = Portal(
            **{
                "company_id": company_id,
                "key": f"portal-{number}-{new_id()[-6:]}",
                "name": f"Portal {number}",
                "type": "smart_box",
                "mode": "queue" if queue else "standard",
                "queue_id": queue.id if queue else None,
                "created_at": tx.now,
                **fields,
            }
        )
        tx.add(portal)
    return portal


def an_agent(
    database: Database,
    company_id: str,
    name: str = "",
    *,
    role: str = "agent",
    portals: Sequence[Portal] = (),
    queues: Sequence[Queue] = (),
    tiers: Sequence[Tier] = (),
    **fields: Any,
) -> Actor:
    """An agent who serves these portals, queues and tiers; unavailable and not connected."""
    login = name or f"agent-{next(_numbers)}"
    with database.transaction(company_id) as tx:
        account = Account(
            company_id=company_id,
            login=f"{login}-{new_id()[-8:]}",
            name=login.title(),
            password_hash="none",
            role=role,
            created_at=tx.now,
        )
        tx.add(account)
        tx.add(
            Agent(
                **{
                    "company_id": company_id,
                    "id": account.id,
                    "status_since": tx.now,
                    "idle_since": tx.now,
                    **fields,
                }
            )
        )
        for portal in portals:
            tx.add(PortalAgent(company_id=company_id, portal_id=portal.id, agent_id=account.id))
        for position, queue in enumerate(queues):
            tx.add(
                QueueMember(
                    company_id=company_id,
                    queue_id=queue.id,
                    agent_id=account.id,
                    position=position,
                )
            )
        for tier in tiers:
            tx.add(TierMember(company_id=company_id, tier_id=tier.id, agent_id=account.id))
    return actor_of(account)
