"""Wallboards: who sees them, what they show together, and the keys of televisions."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from routing import texts
from routing.errors import InvalidInput
from routing.events import WallboardChanged
from routing.permissions import Actor, Permission, require
from routing.tables import Portal, Queue, Wallboard
from routing.transaction import Transaction

NAME_LIMIT = 200
#: Queues, or portals, on one wallboard.
MOST_SHOWN = 200
#: Wallboards of one company.
MOST_WALLBOARDS = 200
#: Figures that may have limits, and whether the higher value is the worse one.
HIGHER_IS_WORSE = {"waiting": True, "longest_wait": True, "service_level": False, "abandoned": True}
LIMITS = ("attention", "alarm")

Thresholds = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Wanted:
    """A wallboard as it shall be; `thresholds` as in `routing.tables.Wallboard`."""

    name: str
    queue_ids: Sequence[str] = ()
    portal_ids: Sequence[str] = ()
    thresholds: Mapping[str, Any] | None = None
    sound: bool = True


def all_of_company(reading: Transaction, actor: Actor) -> list[Wallboard]:
    """Every wallboard, by name; raises `Forbidden`."""
    require(actor, Permission.SEE_WALLBOARDS)
    statement = select(Wallboard).order_by(func.lower(col(Wallboard.name)), col(Wallboard.id))
    return list(reading.session.scalars(statement))


def show(reading: Transaction, actor: Actor, wallboard_id: str) -> Wallboard:
    """One wallboard; raises `Forbidden`, `NotFound`."""
    require(actor, Permission.SEE_WALLBOARDS)
    return reading.get(Wallboard, wallboard_id)


def create(tx: Transaction, actor: Actor, wanted: Wanted) -> Wallboard:
    """A new wallboard; raises `Forbidden`, `NotFound` for a queue or portal, `InvalidInput`."""
    require(actor, Permission.SET_WALLBOARDS)
    count = tx.session.scalars(
        select(func.count()).where(col(Wallboard.company_id) == tx.company_id)
    ).one()
    if count >= MOST_WALLBOARDS:
        raise InvalidInput(field="wallboards", reason="too_many", limit=MOST_WALLBOARDS)
    board = Wallboard(company_id=tx.company_id, created_at=tx.now, **_checked(tx, wanted))
    tx.add(board)
    tx.emit(WallboardChanged(board.id))
    return board


def change(tx: Transaction, actor: Actor, wallboard_id: str, wanted: Wanted) -> Wallboard:
    """Make a wallboard as wanted; raises `Forbidden`, `NotFound`, `InvalidInput`."""
    require(actor, Permission.SET_WALLBOARDS)
    board = tx.lock(Wallboard, wallboard_id)
    for field, value in _checked(tx, wanted).items():
        setattr(board, field, value)
    return _changed(tx, board)


def void_keys(tx: Transaction, actor: Actor, wallboard_id: str) -> Wallboard:
    """Void every television key given out so far; the next one opens it again."""
    require(actor, Permission.SET_WALLBOARDS)
    board = tx.lock(Wallboard, wallboard_id)
    board.key_epoch += 1
    return _changed(tx, board)


def delete(tx: Transaction, actor: Actor, wallboard_id: str) -> None:
    """Remove a wallboard; raises `Forbidden`, `NotFound`."""
    require(actor, Permission.SET_WALLBOARDS)
    tx.session.delete(tx.lock(Wallboard, wallboard_id))
    tx.emit(WallboardChanged(wallboard_id))


def _changed(tx: Transaction, board: Wallboard) -> Wallboard:
    board.version += 1
    tx.session.add(board)
    tx.emit(WallboardChanged(board.id))
    return board


def _checked(tx: Transaction, wanted: Wanted) -> dict[str, Any]:
    return {
        "name": texts.one_line("name", wanted.name, NAME_LIMIT, required=True),
        "queue_ids": _own(tx, Queue, "queue_ids", wanted.queue_ids),
        "portal_ids": _own(tx, Portal, "portal_ids", wanted.portal_ids),
        "thresholds": _thresholds(wanted.thresholds or {}),
        "sound": wanted.sound,
    }


def _own(
    tx: Transaction, table: type[Queue] | type[Portal], field: str, ids: Sequence[str]
) -> list[str]:
    """These ids, each once, all of this company; raises `NotFound`, `InvalidInput`."""
    if len(ids) > MOST_SHOWN:
        raise InvalidInput(field=field, reason="too_many", limit=MOST_SHOWN)
    return [tx.get(table, one).id for one in dict.fromkeys(ids)]


def _thresholds(given: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    for figure in given:
        if figure not in HIGHER_IS_WORSE:
            raise InvalidInput(field="thresholds", reason="unknown_field", figure=figure)
    return {figure: _limits(figure, given[figure]) for figure in HIGHER_IS_WORSE if figure in given}


def _limits(figure: str, given: Any) -> dict[str, float]:
    field = f"thresholds.{figure}"
    if not isinstance(given, Mapping) or set(given) != set(LIMITS):
        raise InvalidInput(field=field, reason="unknown_field")
    attention, alarm = (_number(f"{field}.{name}", given[name]) for name in LIMITS)
    if figure == "service_level" and max(attention, alarm) > 1:
        raise InvalidInput(field=field, reason="out_of_range", limit=1)
    if (attention > alarm) if HIGHER_IS_WORSE[figure] else (attention < alarm):
        raise InvalidInput(field=field, reason="wrong_order")
    return {"attention": attention, "alarm": alarm}


def _number(field: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput(field=field, reason="not_a_number")
    if not 0 <= value <= sys.float_info.max:  # not-a-number is in no range
        raise InvalidInput(field=field, reason="out_of_range")
    return value
