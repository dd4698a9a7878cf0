"""A company's day as rows, for wallboards: calls since midnight, who waits, and agents in every state."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from routing.clock import MINUTE, SECOND, Millis
from routing.database import Database
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import Account, Agent, AgentState, Portal, Queue, Request
from routing.transaction import Transaction
from tests.builders import an_agent

QUESTION = "The machine at the station has swallowed my card, and I leave tomorrow. What now? " * 3
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Call:
    """One request by its times, in ms since the epoch; it waits when it was neither answered nor left."""

    posted_at: Millis
    accepted_at: Millis | None = None
    left_at: Millis | None = None

    @property
    def state(self) -> str:
        """The request's state now."""
        if self.accepted_at is not None:
            return "closed"
        return "waiting" if self.left_at is None else "abandoned"


def write_calls(
    database: Database, portal: Portal, calls: Sequence[Call], queue: Queue | None = None
) -> None:
    """The calls as rows of a portal's requests, in a queue when one is given."""
    rows = [_row(portal, call, queue) for call in calls]
    with database.transaction(portal.company_id) as tx:
        for first in range(0, len(rows), ROWS_AT_ONCE):
            tx.session.execute(insert(Request), rows[first : first + ROWS_AT_ONCE])


def day_of_calls(count: int, begins: Millis, now: Millis, seed: int = 1) -> list[Call]:
    """`count` calls between two moments, most at noon, a twelfth abandoned; always the same ones."""
    chance = random.Random(seed)
    moments = sorted(
        begins + round((now - begins) * chance.triangular(0, 1, 0.55)) for _ in range(count)
    )
    return [_call(chance, moment, now) for moment in moments]


def who_wait(count: int, now: Millis, longest: Millis) -> list[Call]:
    """Calls that wait now, the longest for `longest` ms."""
    return [Call(now - longest * (count - number) // count) for number in range(count)]


def be_in_state(
    database: Database, actor: Actor, since: Millis, state: str, reason: str = ""
) -> None:
    """Put an agent into a state, since then, as rows."""
    with database.transaction(actor.company_id) as tx:
        agent = tx.lock(Agent, actor.account_id)
        agent.connected = state not in ("lost", "off")
        agent.sessions = int(state in ("in_session", "lost"))
        agent.wrap_up_until = since + MINUTE * 600 if state == "wrap_up" else None
        agent.status = "unavailable" if state in ("unavailable", "off") else "available"
        agent.reason, agent.status_since = reason, since
        tx.session.add(agent)
        _begin_stretch(tx, actor, since, state, reason)


def a_crew(
    database: Database, company_id: str, names: Sequence[str], now: Millis, **serving: Any
) -> list[Actor]:
    """Agents in all states in turn, each a little longer in theirs than the one before."""
    states = ("in_session", "available", "in_session", "wrap_up", "unavailable", "in_session")
    crew = [a_named_agent(database, company_id, name, **serving) for name in names]
    for number, actor in enumerate(crew):
        state = states[number % len(states)] if number % 17 != 16 else "lost"
        reason = ("lunch", "break", "meeting")[number % 3] if state == "unavailable" else ""
        be_in_state(database, actor, now - (17 + number * 23) * SECOND, state, reason)
    return crew


def a_named_agent(database: Database, company_id: str, name: str, **fields: Any) -> Actor:
    """An agent with exactly this name."""
    actor = an_agent(database, company_id, **fields)
    with database.transaction(company_id) as tx:
        account = tx.lock(Account, actor.account_id)
        account.name = name
        tx.session.add(account)
    return actor


def time_of(day: str, clock: str, zone: str) -> Millis:
    """The moment of a wall clock: `time_of("2026-03-29", "03:30", "Europe/Paris")`."""
    moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))
    return round(moment.timestamp() * 1_000)


def _begin_stretch(tx: Transaction, actor: Actor, since: Millis, state: str, reason: str) -> None:
    tx.add(
        AgentState(
            company_id=actor.company_id,
            agent_id=actor.account_id,
            state=state,
            reason=reason,
            began_at=since,
        )
    )


def _call(chance: random.Random, posted_at: Millis, now: Millis) -> Call:
    wait = round(chance.expovariate(1 / (14 * SECOND)))
    ended_at = min(posted_at + wait, now)
    if chance.random() < 1 / 12:
        return Call(posted_at, left_at=ended_at)
    return Call(posted_at, accepted_at=ended_at)


def _row(portal: Portal, call: Call, queue: Queue | None) -> dict[str, Any]:
    closed_at = call.left_at if call.accepted_at is None else call.accepted_at + 4 * MINUTE
    return {
        "id": new_id(),
        "company_id": portal.company_id,
        "portal_id": portal.id,
        "queue_id": queue.id if queue else None,
        "state": call.state,
        "customer_name": "Amélie Rousseau",
        "question": QUESTION,
        "user_agent": USER_AGENT,
        "form": {"topic": "Cards"},
        "posted_at": call.posted_at,
        "line_since": call.posted_at,
        "last_seen_at": call.posted_at,
        "accepted_at": call.accepted_at,
        "closed_at": closed_at,
        "connected": True,
    }
