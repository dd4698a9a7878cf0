"""What the tests of routing do over and over, each in a transaction of its own."""

from typing import Any

from sqlmodel import col, select

from routing.actions import availability, deadlines, intake, offers, presence, web_processes
from routing.clock import Millis
from routing.database import Database
from routing.identifiers import new_id
from routing.permissions import Actor
from routing.tables import Agent, Connection, Offer, Portal, Request, Session
from tests.builders import FakeClock


def go_on_line(database: Database, *agents: Actor) -> None:
    """Connect these agents and switch them to available."""
    for agent in agents:
        with database.transaction(agent.company_id) as tx:
            process_id = web_processes.start(tx)
            presence.agent_connected(tx, new_id(), process_id, agent.account_id)
            availability.set_availability(tx, agent, "available")


def connect_agent(database: Database, agent: Actor) -> str:
    """Open one more tab of the agent's desk; the connection's id."""
    connection_id = new_id()
    with database.transaction(agent.company_id) as tx:
        process_id = web_processes.start(tx)
        presence.agent_connected(tx, connection_id, process_id, agent.account_id)
    return connection_id


def connect_customer(database: Database, company_id: str, request_id: str) -> str:
    """Open the customer's page; the connection's id."""
    connection_id = new_id()
    with database.transaction(company_id) as tx:
        process_id = web_processes.start(tx)
        presence.customer_connected(tx, connection_id, process_id, request_id)
    return connection_id


def disconnect_everything(
    database: Database, company_id: str, *, agent: Actor | None = None, request_id: str = ""
) -> None:
    """End every open connection of this agent or of this request's customer."""
    with database.transaction(company_id) as tx:
        mine = (
            col(Connection.agent_id) == agent.account_id
            if agent
            else col(Connection.request_id) == request_id
        )
        statement = select(Connection.id).where(mine, col(Connection.closed_at).is_(None))
        for connection_id in tx.session.scalars(statement).all():
            presence.disconnected(tx, connection_id)


def pass_time(database: Database, clock: FakeClock, *steps: Millis) -> None:
    """Let time pass in these steps; after each one what is overdue is acted on."""
    for step in steps:
        clock.advance(step)
        deadlines.act_on_overdue(database)


def post(
    database: Database, portal: Portal, name: str = "Amélie", *, connected: bool = True
) -> str:
    """Post and screen a request; its id."""
    with database.transaction(portal.company_id) as tx:
        posted = intake.post(tx, portal.id, intake.NewRequest(new_id(), name))
        if connected:
            process_id = web_processes.start(tx)
            presence.customer_connected(tx, new_id(), process_id, posted.request_id)
    with database.transaction(portal.company_id) as tx:
        intake.screen(tx, posted.request_id)
    if portal.queue_id is not None:
        offers.match_queue(database, portal.company_id, portal.queue_id)
    return posted.request_id


def do(database: Database, company_id: str, action: Any, *arguments: Any) -> Any:
    """Run one action in a transaction of its own."""
    return database.run(company_id, lambda tx: action(tx, *arguments))


def offers_of(database: Database, company_id: str, request_id: str) -> dict[str, str]:
    """The state of the newest offer of a request at each agent."""
    with database.reading(company_id) as reading:
        statement = select(Offer).where(col(Offer.request_id) == request_id)
        rows = reading.session.scalars(statement.order_by(col(Offer.offered_at), col(Offer.id)))
        return {row.agent_id: row.state for row in rows}


def ringing_offer(database: Database, agent: Actor) -> str:
    """The id of the alert that rings at this agent."""
    with database.reading(agent.company_id) as reading:
        statement = select(Offer.id).where(
            col(Offer.agent_id) == agent.account_id, col(Offer.state) == "ringing"
        )
        return reading.session.scalars(statement).one()


def request_row(database: Database, company_id: str, request_id: str) -> Request:
    """The request as it is now."""
    with database.reading(company_id) as reading:
        return reading.get(Request, request_id)


def agent_row(database: Database, agent: Actor) -> Agent:
    """The agent's routing state as it is now."""
    with database.reading(agent.company_id) as reading:
        return reading.get(Agent, agent.account_id)


def sessions_of(database: Database, company_id: str, request_id: str) -> list[Session]:
    """The sessions of a request, oldest first."""
    with database.reading(company_id) as reading:
        statement = select(Session).where(col(Session.request_id) == request_id)
        return list(reading.session.scalars(statement.order_by(col(Session.id))))
