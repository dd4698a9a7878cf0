"""How the service level of each queue, and of each portal in standard mode, is reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import col, func, select

from routing.clock import HOUR, Millis
from routing.errors import InvalidInput, NotFound
from routing.events import WallboardChanged
from routing.permissions import Actor, Permission, require
from routing.service_level import Rule, Variant
from routing.tables import Portal, Queue, Wallboard
from routing.transaction import Transaction

#: Nobody promises an answer later than this; a larger number was meant in another unit.
LONGEST: Millis = HOUR

Ruled = TypeVar("Ruled", Queue, Portal)


def of_company(reading: Transaction, actor: Actor) -> tuple[Sequence[Queue], Sequence[Portal]]:
    """The queues and the portals in standard mode, each by name; raises `Forbidden`."""
    require(actor, Permission.SEE_REPORTS)
    queues = select(Queue).order_by(func.lower(col(Queue.name)), col(Queue.key))
    portals = select(Portal).where(col(Portal.mode) == "standard")
    by_name = portals.order_by(func.lower(col(Portal.name)), col(Portal.key))
    return reading.session.scalars(queues).all(), reading.session.scalars(by_name).all()


def rule_of(row: Queue | Portal) -> Rule:
    """The rule of one queue or portal."""
    return Rule(row.service_level_within, Variant(row.service_level_variant), row.short_abandon)


def set_queue(tx: Transaction, actor: Actor, queue_id: str, rule: Rule) -> Queue:
    """Reckon a queue's service level by `rule` from now on, in reports of the past too.

    Raises `Forbidden`, `NotFound`, `InvalidInput`.
    """
    require(actor, Permission.SET_SERVICE_LEVELS)
    return _set(tx, tx.lock(Queue, queue_id), rule)


def set_portal(tx: Transaction, actor: Actor, portal_id: str, rule: Rule) -> Portal:
    """The same for a portal in standard mode; one before a queue has that queue's rule (`NotFound`)."""
    require(actor, Permission.SET_SERVICE_LEVELS)
    portal = tx.lock(Portal, portal_id)
    if portal.mode != "standard":
        raise NotFound(what="portal", id=portal_id)
    return _set(tx, portal, rule)


def _set(tx: Transaction, row: Ruled, rule: Rule) -> Ruled:
    _check("within", rule.within)
    _check("short_abandon", rule.short_abandon)
    row.service_level_within = rule.within
    row.service_level_variant = rule.variant.value
    row.short_abandon = rule.short_abandon
    row.version += 1
    tx.session.add(row)
    for board_id in tx.session.scalars(select(Wallboard.id)):
        tx.emit(WallboardChanged(board_id))
    return row


def _check(field: str, duration: Millis) -> None:
    if not 0 <= duration <= LONGEST:
        raise InvalidInput(field=field, reason="out_of_range", limit=LONGEST)
