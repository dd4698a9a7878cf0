"""Giving people up: agents and customers who have been away for too long."""

from __future__ import annotations

from routing.actions import (
    absence,
    agent_states,
    filling,
    intake,
    presence,
    ringing,
    sessions,
    withdrawing,
)
from routing.actions.moves import move_request, to_head_of_line
from routing.events import CustomerUnseen
from routing.lifecycle import OPEN_REQUEST, RequestHappened, RequestState
from routing.tables import Agent, Request, Session
from routing.transaction import Transaction


def lose_agent(tx: Transaction, agent_id: str) -> None:
    """Ten seconds without a live connection: what rang or waited at this agent's goes to others."""
    agent = tx.lock(Agent, agent_id)
    if not agent.connected or presence.seen_within(tx, absence.AGENT_LOST, agent_id=agent_id):
        return
    if absence.later_clock_runs(tx, "agent_lost", agent_id):
        return
    agent.connected, agent.lost_at = False, tx.now
    agent.version += 1
    tx.session.add(agent)
    agent_states.record(tx, agent_id)
    withdrawing.withdraw_from_agent(tx, agent_id, "lost")
    _return_own_line(tx, agent_id)
    _suspend_sessions(tx, agent_id)


def give_up_agent(tx: Transaction, agent_id: str) -> None:
    """The agent is lost for good: their customers are first in line again."""
    # Locked: an agent who comes back at this moment either keeps their sessions or finds them gone.
    agent = tx.lock(Agent, agent_id)
    if agent.connected or agent.lost_at is None or tx.now < agent.lost_at + absence.AGENT_GONE:
        return
    for session in sessions.live_sessions_of(tx, agent_id):
        sessions.give_up(tx, session.id)
        request = tx.get(Request, session.request_id)
        if request.state == RequestState.WAITING:
            ringing.call_again(tx, request)


def lose_customer(tx: Transaction, request_id: str) -> None:
    """A minute unseen: the place is kept, the customer is passed over."""
    request = tx.lock(Request, request_id)
    if request.connected or request.lost or tx.now < request.last_seen_at + absence.CUSTOMER_LOST:
        return
    if request.state not in (*OPEN_REQUEST, RequestState.POSTED):
        return
    if absence.later_clock_runs(tx, "customer_lost", request_id):
        return
    request.lost = True
    request.version += 1
    tx.session.add(request)
    tx.emit(CustomerUnseen(request.version, lost=True), request_id=request_id)
    withdrawn = withdrawing.withdraw_all(tx, request, "lost")
    ringing.fall_silent(tx, request, "customer_lost")
    filling.alerts_gone(tx, withdrawn)


def give_up_customer(tx: Transaction, request_id: str) -> None:
    """Ten minutes unseen: abandoned, dated when they were last seen."""
    request = tx.lock(Request, request_id)
    if request.connected or tx.now < request.last_seen_at + absence.CUSTOMER_GONE:
        return
    if request.state not in (*OPEN_REQUEST, RequestState.POSTED):
        return
    if not absence.later_clock_runs(tx, "customer_gone", request_id):
        intake.abandon(tx, request, request.last_seen_at, "unseen")


def _return_own_line(tx: Transaction, agent_id: str) -> None:
    for seen in filling.own_line(tx, agent_id):
        request = tx.lock(Request, seen.id)
        if request.state == RequestState.IN_LINE:
            request.line_agent_id = None
            to_head_of_line(request)
            move_request(tx, request, RequestHappened.AGENT_LOST, "agent_lost")
            ringing.call_again(tx, request)


def _suspend_sessions(tx: Transaction, agent_id: str) -> None:
    held = sessions.live_sessions_of(tx, agent_id)
    for session in held:
        sessions.lose_line(tx, tx.lock(Session, session.id))
    if held:
        tx.set_deadline("agent_gone", agent_id, absence.AGENT_GONE)
