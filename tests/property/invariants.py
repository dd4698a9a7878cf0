"""What must be true of one company's rows after every step, whatever happened."""

from collections import Counter

from sqlmodel import col, select

from routing.actions import agent_states
from routing.database import Database
from routing.lifecycle import FINAL_REQUEST, LIVE_SESSION
from routing.tables import Agent, AgentState, Offer, Participant, Request, Session
from routing.transaction import Transaction
from tests.property import nobody_forgotten


def check(database: Database, company_id: str, allowed: dict[str, int]) -> None:
    """Assert every invariant; `allowed` is the most sessions each agent was ever entitled to hold."""
    with database.reading(company_id) as reading:
        requests = list(reading.session.scalars(select(Request)))
        live = list(
            reading.session.scalars(select(Session).where(col(Session.state).in_([*LIVE_SESSION])))
        )
        ringing = list(reading.session.scalars(select(Offer).where(col(Offer.state) == "ringing")))
        _one_agent_in_control(reading, live)
        _every_request_in_one_place(requests, live, ringing)
        _room_is_what_is_held(reading, live, ringing, allowed)
        _one_open_stretch_each(reading)
        _who_is_away_serves_nobody(reading, requests, live, ringing)
        nobody_forgotten.check(reading, requests, ringing)


def _one_agent_in_control(reading: Transaction, live: list[Session]) -> None:
    statement = select(Participant).where(
        col(Participant.controlling), col(Participant.left_at).is_(None)
    )
    in_control = Counter(row.session_id for row in reading.session.scalars(statement))
    assert in_control == Counter(session.id for session in live), "one agent in control each"


def _every_request_in_one_place(
    requests: list[Request], live: list[Session], ringing: list[Offer]
) -> None:
    sessions = Counter(session.request_id for session in live)
    rung = Counter(offer.request_id for offer in ringing)
    for request in requests:
        served = request.state in ("accepted", "in_session")
        assert sessions[request.id] == (1 if served else 0), (request.state, "session")
        assert (rung[request.id] > 0) == (request.state == "offered"), (request.state, "alerts")
        assert (request.line_agent_id is not None) == (request.state == "in_line"), request.state
        assert (request.closed_at is not None) == (request.state in FINAL_REQUEST), request.state


def _room_is_what_is_held(
    reading: Transaction, live: list[Session], ringing: list[Offer], allowed: dict[str, int]
) -> None:
    held = Counter(session.agent_id for session in live)
    reserved = Counter(offer.agent_id for offer in ringing if offer.mode == "queue")
    for agent in reading.session.scalars(select(Agent)):
        assert agent.sessions == held[agent.id], "sessions counted"
        assert agent.reserved == reserved[agent.id], "places reserved"
        assert agent.sessions + agent.reserved <= allowed[agent.id], "never above the maximum"


def _who_is_away_serves_nobody(
    reading: Transaction, requests: list[Request], live: list[Session], ringing: list[Offer]
) -> None:
    agents = {agent.id: agent for agent in reading.session.scalars(select(Agent))}
    customers = {request.id: request for request in requests}
    for session in live:
        if session.state == "active":
            assert agents[session.agent_id].connected, "an active session has its agent"
            assert customers[session.request_id].connected, "an active session has its customer"
    for offer in ringing:
        assert agent_states.is_available(agents[offer.agent_id]), "alerts ring where they are heard"
        assert not customers[offer.request_id].lost, "who is lost is passed over"
    for request in requests:
        if request.state == "in_line" and not request.lost:
            owner = agents[str(request.line_agent_id)]
            could = owner.connected and owner.wrap_up_until is None
            assert not (could and agent_states.has_room(owner)), "a line waits only for room"


def _one_open_stretch_each(reading: Transaction) -> None:
    stretches = list(reading.session.scalars(select(AgentState)))
    opened = Counter(stretch.agent_id for stretch in stretches if stretch.ended_at is None)
    assert all(number == 1 for number in opened.values())
    assert all((stretch.ended_at or stretch.began_at) >= stretch.began_at for stretch in stretches)
