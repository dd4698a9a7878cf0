"""Acting on deadlines: once each, whether the message fires, fires twice, or only the sweep notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import delete
from sqlmodel import col, select

from routing import sweeping
from routing.actions import escalation, losing, mail, offers, sessions
from routing.clock import SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.tables import Agent, Deadline
from routing.transaction import Transaction

# The sweep leaves a deadline to its message for this long before it acts itself.
UNATTENDED_AFTER: Millis = SECOND
# A message may arrive a little before its time, because two machines' clocks differ.
EARLY: Millis = 50
SWEPT_AT_ONCE = 500

Handler = Callable[[Transaction, str], object]

HANDLERS: dict[str, Handler] = {
    "alert_over": offers.expire,
    "warning_1": lambda tx, subject_id: escalation.warn(tx, subject_id, 1),
    "warning_2": lambda tx, subject_id: escalation.warn(tx, subject_id, 2),
    "escalation": escalation.escalate,
    "wrap_up_over": lambda tx, subject_id: _end_wrap_up_if_due(tx, subject_id),
    "agent_lost": losing.lose_agent,
    "agent_gone": losing.give_up_agent,
    "customer_lost": losing.lose_customer,
    "customer_gone": losing.give_up_customer,
    mail.DUE: mail.send_again,
}


def act(tx: Transaction, deadline_id: str) -> bool:
    """Do what the deadline stands for, unless it is gone already; whether anything was to be done."""
    deadline = tx.find(Deadline, deadline_id)
    if deadline is None:
        return False
    if tx.now < deadline.due_at - EARLY:
        return False
    kind, subject_id, due_at = deadline.kind, deadline.subject_id, deadline.due_at
    # The message and the sweep may come together: whoever deletes the row is the one that acts.
    if tx.change(delete(Deadline).where(col(Deadline.id) == deadline_id)) != 1:
        return False
    tx.now = max(tx.now, due_at)
    HANDLERS[kind](tx, subject_id)
    return True


def act_on_overdue(database: Database) -> int:
    """Act on every deadline whose message did not do it in time; how many there were.

    One that cannot be acted on holds up no other (`routing.sweeping`).
    """
    with database.reading(ALL_COMPANIES) as reading:
        statement = select(Deadline).where(col(Deadline.due_at) < reading.now - UNATTENDED_AFTER)
        rows = reading.session.scalars(
            statement.order_by(col(Deadline.due_at)).limit(SWEPT_AT_ONCE)
        )
        overdue = [(deadline.company_id, deadline.id) for deadline in rows]
    return sweeping.each(
        overdue, lambda one: database.run(one[0], partial(act, deadline_id=one[1]))
    )


def _end_wrap_up_if_due(tx: Transaction, agent_id: str) -> None:
    agent = tx.lock(Agent, agent_id)
    if agent.wrap_up_until is not None and agent.wrap_up_until <= tx.now:
        sessions.wrap_up_over(tx, agent_id)
