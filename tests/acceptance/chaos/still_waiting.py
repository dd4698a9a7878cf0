"""Who still waits for what in a run that does not come to rest: what its clients and the database say."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from routing.database import ALL_COMPANIES, Database
from routing.errors import RoutingError
from routing.lifecycle import FINAL_REQUEST
from routing.tables import Account, Agent, Offer, OutboxMessage, Request, Session
from tests.acceptance.chaos.actor import Actor
from tests.acceptance.chaos.agent import AgentActor
from tests.acceptance.chaos.customer import CustomerActor
from tests.acceptance.chaos.killer import Killer

#: As many kills, from the last one backwards, are told.
_LAST = 8


def of_customer(customer: CustomerActor) -> str:
    """What the customer at this place last saw, and what they are asking for."""
    call = customer.call
    stages = "/".join(call.stages) or "nothing shown"
    told = "left" if call.left else "ended" if call.ended else "open"
    unsent = f", {len(call.conversation.unsent)} lines unsent" if call.conversation.unsent else ""
    return (
        f"{customer.name}: request {call.request_id} {told}, saw {stages}{unsent}{_doing(customer)}"
    )


def of_agent(agent: AgentActor) -> str:
    """What rings at this agent's desk, and which sessions they have not ended."""
    now = time.monotonic()
    open_sessions = [
        f"session {served.session_id} for {now - served.began_at:.0f} s, "
        f"{len(served.conversation.unsent)} lines unsent"
        for served in list(agent.sessions.values())
        if not served.ended
    ]
    ringing = [f"{i} rings" for i in list(agent.ringing.values())]
    about = "; ".join([*open_sessions, *ringing]) or "nothing to do"
    return f"{agent.name}: {about}{_doing(agent)}"


def _doing(actor: Actor) -> str:
    web = actor.web
    line = "connected" if actor.line else f"no line, {actor.breaks} breaks"
    alive = "" if actor.is_alive() else ", has gone home"
    asking = f", asks {web.asking}" if web.asking else ""
    return f" ({line}{asking}{alive})"


def of_everybody(actors: Iterable[Actor]) -> str:
    """The 503s that these have met, by their code."""
    met: Counter[str] = sum((actor.web.put_off for actor in actors), Counter())
    return f"answered 503: {dict(met) or 'nobody'}"


def of_killer(killer: Killer) -> str:
    """The last kills."""
    last = [f"{hit.name} at {hit.at:.1f} s with {hit.in_flight} open" for hit in killer.hits]
    return f"{len(last)} kills, the last: {', '.join(last[-_LAST:]) or 'none'}"


def in_database(database: Database, company_id: str) -> list[str]:
    """Requests that are not over, agents, and what is owed; or why the database does not tell."""
    try:
        return [
            *_open_requests(database, company_id),
            *_agents(database, company_id),
            f"owed to the broker: {dict(_owed(database)) or 'nothing'}",
        ]
    except (SQLAlchemyError, RoutingError) as error:
        return [f"the database does not tell: {error}"]


def _open_requests(database: Database, company_id: str) -> Iterator[str]:
    with database.reading(company_id) as reading:
        rows = reading.session
        open_ones = select(Request).where(col(Request.state).not_in([*FINAL_REQUEST]))
        for request in rows.scalars(open_ones):
            offers = rows.scalars(select(Offer.state).where(Offer.request_id == request.id))
            sessions = rows.scalars(select(Session.state).where(Session.request_id == request.id))
            found = f"offers {dict(Counter(offers))}, sessions {list(sessions)}"
            yield f"request {request.id} is {request.state}: {found}"


def _agents(database: Database, company_id: str) -> Iterator[str]:
    with database.reading(company_id) as reading:
        names = {row.id: row.name for row in reading.session.scalars(select(Account))}
        for agent in reading.session.scalars(select(Agent)):
            there = "lost" if agent.lost_at else "connected" if agent.connected else "gone"
            room = f"{agent.sessions}+{agent.reserved} of {agent.max_sessions}"
            yield f"{names[agent.id]} is {agent.status} and {there}, has {room}"


def _owed(database: Database) -> Counter[str | None]:
    with database.reading(ALL_COMPANIES) as reading:
        return Counter(reading.session.scalars(select(OutboxMessage.task)))
