"""What happens the moment an agent gains room or becomes available: who waited longest is next."""

from __future__ import annotations

from sqlmodel import col, select

from routing.actions import agent_states, backlog, entitlements, meeting, ringing, room
from routing.lifecycle import RequestHappened, RequestState
from routing.tables import Agent, Offer, Request
from routing.transaction import Transaction


def fill(tx: Transaction, agent_id: str) -> None:
    """Serve the agent's own line first, then call their queues and ring what waits longest.

    Standard alerts ring without room too: accepting then puts the customer into the agent's line.
    """
    serve_line(tx, agent_id)
    agent = tx.lock(Agent, agent_id)
    if not agent_states.is_available(agent):
        return
    if agent_states.has_room(agent):
        agent.idle_since = tx.now
        tx.session.add(agent)
        call_queues(tx, agent_id)
    backlog.ring_next(tx, [agent_id])


def call_queues(tx: Transaction, agent_id: str) -> None:
    """Owe every queue of the agent a matching run."""
    for queue_id in sorted(entitlements.of_agent(tx, agent_id).queues):
        ringing.call_queue(tx, queue_id)


def alerts_gone(tx: Transaction, withdrawn: list[Offer]) -> None:
    """What follows at the desks from which these alerts were taken: places are free again, the next rings."""
    for offer in withdrawn:
        if offer.mode == "queue":
            fill(tx, offer.agent_id)
    ring_next_after(tx, withdrawn)


def ring_next_after(tx: Transaction, ended: list[Offer]) -> None:
    """After each standard alert that ended, the next of the backlog rings at its desk."""
    backlog.ring_next(tx, [offer.agent_id for offer in ended if offer.mode == "standard"])


def serve_line(tx: Transaction, agent_id: str) -> None:
    """Connect the customers of the agent's own line for as long as there is room."""
    while _serve_first(tx, agent_id):
        pass


def own_line(tx: Transaction, agent_id: str) -> list[Request]:
    """The requests in an agent's own line, first come first."""
    statement = select(Request).where(
        col(Request.line_agent_id) == agent_id, col(Request.state) == RequestState.IN_LINE
    )
    return list(tx.session.scalars(statement.order_by(col(Request.line_since), col(Request.id))))


def _serve_first(tx: Transaction, agent_id: str) -> bool:
    """Connect the first of the agent's own line if there is room; whether that was done."""
    agent = tx.lock(Agent, agent_id)
    if not agent.connected or agent.wrap_up_until is not None or not agent_states.has_room(agent):
        return False
    request = _first_in_line(tx, agent_id)
    if request is None or not room.take(tx, agent_id, reserved=False):
        return False
    meeting.open_session(tx, request, agent_id, RequestHappened.ROOM_FOUND)
    return True


def _first_in_line(tx: Transaction, agent_id: str) -> Request | None:
    """The first of the line that is not just being changed by another, who then serves the line again."""
    statement = (
        select(Request)
        .where(col(Request.line_agent_id) == agent_id, col(Request.state) == RequestState.IN_LINE)
        .where(col(Request.lost).is_(False))
        .order_by(col(Request.line_since), col(Request.id))
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    return tx.session.scalars(statement.limit(1)).first()
