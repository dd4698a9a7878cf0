"""A demonstration company: a bank with three portals, two agents and a supervisor to try things with.

Its accounts share one random password, made once for each installation and kept in its var folder.
`guichet replay` needs an account for each agent its file names: `add_agents` makes those.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from config.demonstration_forms import BOX_FORMS, Form
from config.import_calls.places import NO_PASSWORD
from config.private_file import write_private
from config.settings import Settings
from routing.actions.accounts import hash_password
from routing.actions.export_plans import default_plan
from routing.clock import SECOND
from routing.database import ALL_COMPANIES, Database
from routing.events import QueueChanged
from routing.identifiers import new_id
from routing.permissions import Role
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
    Wallboard,
)
from routing.transaction import Transaction

COMPANY = "demo"
ANY_LOCAL_ORIGIN = ["http://localhost:*", "http://127.0.0.1:*"]
REPLAY_PORTAL = "demo-replay"
REPLAY_QUEUE = "replay"
PASSWORD_FILE = "demonstration-password"


@dataclass(frozen=True)
class DemonstrationAccount:
    """Somebody to sign in as."""

    login: str
    password: str
    role: str
    name: str


PEOPLE = (
    ("marie", "Marie Lefèvre", Role.AGENT, "fr"),
    ("paul", "Paul Nguyen", Role.AGENT, "en"),
    ("sophie", "Sophie Martin", Role.SUPERVISOR, "fr"),
)
SESSIONS_AT_ONCE = 3


def load(settings: Settings) -> list[DemonstrationAccount]:
    """Make the demonstration company unless it is there; who can sign in to it."""
    secret = password(settings)
    database = Database(settings.database_url)
    try:
        _make(database, secret)
    finally:
        database.dispose()
    return [
        DemonstrationAccount(login, secret, role.value, name) for login, name, role, _ in PEOPLE
    ]


def add_agents(settings: Settings, names: Iterable[str]) -> int:
    """Accounts for the agents of a replay (login: the name in small letters); how many were new.

    They serve the replay's queue, one customer at a time.
    """
    database = Database(settings.database_url)
    try:
        company_id = company_of(database)
        with database.transaction(company_id) as tx:
            return sum(_add_replay_agent(tx, name, password(settings)) for name in sorted(names))
    finally:
        database.dispose()


def password(settings: Settings) -> str:
    """The password of all demonstration accounts of this installation, made at the first call."""
    path = Path(settings.var_dir) / PASSWORD_FILE
    if not path.exists():
        write_private(path, secrets.token_urlsafe(9))
    return path.read_text().strip()


def company_of(database: Database) -> str:
    """The demonstration company's id."""
    with database.reading(ALL_COMPANIES) as reading:
        return reading.session.scalars(select(Company.id).where(col(Company.slug) == COMPANY)).one()


def _make(database: Database, secret: str) -> None:
    with database.transaction(ALL_COMPANIES) as tx:
        company_id = _company(tx)
    with database.transaction(company_id) as tx:
        # Whoever was killed between the two has left a company without anybody.
        if tx.session.scalars(select(Account.id)).first() is None:
            _fill(tx, secret)


def _company(tx: Transaction) -> str:
    """The company's id; made if it is not there."""
    found = tx.session.scalars(select(Company.id).where(col(Company.slug) == COMPANY)).first()
    if found is not None:
        return found
    company = Company(
        id=new_id(),
        slug=COMPANY,
        name="Banque Exemple",
        time_zone="Europe/Paris",
        created_at=tx.now,
    )
    tx.add(company)
    return company.id


def _fill(tx: Transaction, secret: str) -> None:
    tier = Tier(company_id=tx.company_id, key="experts", name="Experts")
    tx.add(tier)
    orders = _queue(tx, "orders", "Cartes et virements", tier)
    _queue(tx, REPLAY_QUEUE, "Rejeu d'une journée", None)
    portals = _portals(tx, orders, tier)
    hashed = hash_password(secret)
    for position, (login, name, role, language) in enumerate(PEOPLE):
        agent = _person(tx, login, name, role, language, hashed, SESSIONS_AT_ONCE)
        _entitle(tx, agent, portals, orders, tier, position)
    _plan_exports(tx)
    _wallboard(tx, orders, portals)


def _plan_exports(tx: Transaction) -> None:
    """Everything of each day, from today on; the mail stays here while no mail server is set."""
    plan = default_plan(tx, "fr")
    plan.active, plan.mail_to, plan.changed_at = True, ["sophie@example.org"], tx.now
    tx.add(plan)


def _wallboard(tx: Transaction, orders: Queue, portals: list[Portal]) -> None:
    """Everybody who serves the bank's page, with limits to see colours change by."""
    tx.add(
        Wallboard(
            company_id=tx.company_id,
            name="Banque Exemple",
            queue_ids=[orders.id],
            portal_ids=[portal.id for portal in portals],
            thresholds={
                "waiting": {"attention": 3, "alarm": 6},
                "longest_wait": {"attention": 60 * SECOND, "alarm": 180 * SECOND},
                "service_level": {"attention": 0.8, "alarm": 0.6},
            },
            created_at=tx.now,
        )
    )


def _queue(tx: Transaction, key: str, name: str, tier: Tier | None) -> Queue:
    queue = Queue(
        company_id=tx.company_id,
        key=key,
        name=name,
        escalation_tier_id=tier.id if tier else None,
        created_at=tx.now,
    )
    tx.add(queue)
    tx.emit(QueueChanged(queue.id))
    return queue


def _portals(tx: Transaction, orders: Queue, tier: Tier) -> list[Portal]:
    standard = [
        _portal(tx, "demo-button", "Banque Exemple", "smart_button", tier=tier),
        _portal(tx, "demo-box", "Banque Exemple", "smart_box", tier=tier, forms=BOX_FORMS),
    ]
    _portal(tx, "demo-queue", "Cartes et virements", "smart_box", queue=orders)
    replay = tx.session.scalars(select(Queue).where(col(Queue.key) == REPLAY_QUEUE)).one()
    _portal(tx, REPLAY_PORTAL, "Rejeu d'une journée", "smart_box", queue=replay)
    return standard


def _portal(
    tx: Transaction,
    key: str,
    name: str,
    kind: str,
    *,
    queue: Queue | None = None,
    tier: Tier | None = None,
    forms: tuple[Form, Form] = ([], []),
) -> Portal:
    portal = Portal(
        company_id=tx.company_id,
        key=key,
        name=name,
        type=kind,
        mode="queue" if queue else "standard",
        language="fr",
        queue_id=queue.id if queue else None,
        escalation_tier_id=tier.id if tier else None,
        allowed_origins=ANY_LOCAL_ORIGIN,
        form=forms[0],
        post_form=forms[1],
        wrap_up=0 * SECOND,
        created_at=tx.now,
    )
    tx.add(portal)
    return portal


def _person(
    tx: Transaction, login: str, name: str, role: Role, language: str, hashed: str, sessions: int
) -> Agent:
    account = Account(
        company_id=tx.company_id,
        login=login,
        email=f"{login}@example.org",
        name=name,
        password_hash=hashed,
        role=role.value,
        language=language,
        created_at=tx.now,
    )
    tx.add(account)
    agent = Agent(
        company_id=tx.company_id,
        id=account.id,
        status_since=tx.now,
        idle_since=tx.now,
        max_sessions=sessions,
    )
    tx.add(agent)
    return agent


def _entitle(
    tx: Transaction, agent: Agent, portals: list[Portal], queue: Queue, tier: Tier, position: int
) -> None:
    for portal in portals:
        tx.add(PortalAgent(company_id=tx.company_id, portal_id=portal.id, agent_id=agent.id))
    _member(tx, queue, agent, position)
    tx.add(TierMember(company_id=tx.company_id, tier_id=tier.id, agent_id=agent.id))


def _member(tx: Transaction, queue: Queue, agent: Agent, position: int) -> None:
    tx.add(
        QueueMember(
            company_id=tx.company_id, queue_id=queue.id, agent_id=agent.id, position=position
        )
    )


def _add_replay_agent(tx: Transaction, name: str, secret: str) -> int:
    login = name.strip().lower()
    queue = tx.session.scalars(select(Queue).where(col(Queue.key) == REPLAY_QUEUE)).one()
    known = tx.session.scalars(select(Account).where(col(Account.login) == login)).first()
    if known is not None:
        return _take_on(tx, known, queue, secret)
    agent = _person(tx, login, name.title(), Role.AGENT, "en", hash_password(secret), 1)
    _member(tx, queue, agent, 0)
    return 1


def _take_on(tx: Transaction, account: Account, queue: Queue, secret: str) -> int:
    """Who is known from an import only (see docs/import.md) cannot sign in yet; 1 if they can now."""
    if account.active or account.password_hash != NO_PASSWORD:
        return 0
    account.active, account.password_hash = True, hash_password(secret)
    tx.add(account)
    _member(tx, queue, tx.get(Agent, account.id), 0)
    return 1
