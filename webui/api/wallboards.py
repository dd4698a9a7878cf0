"""Wallboards: made, changed and removed by supervisors, and the keys of their televisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field

from routing.actions import wallboards as actions
from routing.actions.wallboards import MOST_SHOWN, NAME_LIMIT, Wanted
from routing.clock import Millis
from routing.permissions import Actor, Permission
from routing.tables import Wallboard
from routing.transaction import Transaction
from webui.api.answers import answer, nothing
from webui.api.models import Id, In, Nothing, Out, Text
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in
from webui.signing import TelevisionKey

wallboards = resource("wallboards", "Wallboards and their televisions")


class WallboardPath(BaseModel):
    """A wallboard's id."""

    wallboard_id: Id


class LimitsIn(In):
    """From where on a figure asks for attention, and from where on it alarms."""

    attention: float
    alarm: float


class WallboardIn(In):
    """A wallboard as it shall be.

    `thresholds` by figure: waiting and abandoned in requests, longest_wait in ms, service_level as a
    share of 0 to 1, where lower is worse.
    """

    name: Annotated[Text, Field(max_length=NAME_LIMIT)]
    queue_ids: Annotated[list[Id], Field(max_length=MOST_SHOWN)] = []
    portal_ids: Annotated[list[Id], Field(max_length=MOST_SHOWN)] = []
    thresholds: dict[Text, LimitsIn] = {}
    sound: bool = True

    def wanted(self) -> Wanted:
        """The same as routing takes it."""
        limits = {figure: one.model_dump() for figure, one in self.thresholds.items()}
        return Wanted(self.name, self.queue_ids, self.portal_ids, limits, self.sound)


class LimitsOut(Out):
    """The two limits of a figure."""

    attention: float
    alarm: float


class WallboardOut(Out):
    """A wallboard; `television_key` is null for those who may not set it.

    A television opens `/tv/<id>#key=<television_key>` without anybody being signed in.
    """

    id: str
    name: str
    version: int
    queue_ids: list[str]
    portal_ids: list[str]
    thresholds: dict[str, LimitsOut]
    sound: bool
    created_at: Millis
    television_key: str | None


class WallboardsOut(Out):
    """All wallboards of the company, by name."""

    wallboards: list[WallboardOut]


@wallboards.get("/wallboards", responses={200: WallboardsOut})
def all_of_them() -> Response:
    """The company's wallboards."""
    actor = signed_in().actor
    found = services().calls.read(
        actor.company_id, lambda reading: actions.all_of_company(reading, actor)
    )
    return answer(WallboardsOut(wallboards=[_out(actor, board) for board in found]))


@wallboards.post("/wallboards", responses={201: WallboardOut})
def create(body: WallboardIn) -> Response:
    """Make a wallboard."""
    actor = signed_in().actor
    board = _write(actor, lambda tx: actions.create(tx, actor, body.wanted()))
    return answer(_out(actor, board), 201)


@wallboards.get("/wallboards/<wallboard_id>", responses={200: WallboardOut})
def show(path: WallboardPath) -> Response:
    """One wallboard's settings."""
    actor = signed_in().actor
    board = services().calls.read(
        actor.company_id, lambda reading: actions.show(reading, actor, path.wallboard_id)
    )
    return answer(_out(actor, board))


@wallboards.put("/wallboards/<wallboard_id>", responses={200: WallboardOut})
def change(path: WallboardPath, body: WallboardIn) -> Response:
    """Change a wallboard; pages that show it follow at once."""
    actor = signed_in().actor
    board = _write(actor, lambda tx: actions.change(tx, actor, path.wallboard_id, body.wanted()))
    return answer(_out(actor, board))


@wallboards.post("/wallboards/<wallboard_id>/key", responses={200: WallboardOut})
def renew_key(path: WallboardPath, body: Nothing) -> Response:
    """A new television key; televisions with an older one see nothing more."""
    actor = signed_in().actor
    board = _write(actor, lambda tx: actions.void_keys(tx, actor, path.wallboard_id))
    return answer(_out(actor, board))


@wallboards.delete("/wallboards/<wallboard_id>")
def delete(path: WallboardPath) -> Response:
    """Remove a wallboard."""
    actor = signed_in().actor
    services().calls.write(
        actor.company_id, lambda tx: actions.delete(tx, actor, path.wallboard_id)
    )
    return nothing()


def _write(actor: Actor, action: Callable[[Transaction], Wallboard]) -> Wallboard:
    return services().calls.write(actor.company_id, action)


def _out(actor: Actor, board: Wallboard) -> WallboardOut:
    key = TelevisionKey(board.company_id, board.id, board.key_epoch)
    may_set = actor.may(Permission.SET_WALLBOARDS)
    return WallboardOut(
        id=board.id,
        name=board.name,
        version=board.version,
        queue_ids=board.queue_ids,
        portal_ids=board.portal_ids,
        thresholds={name: LimitsOut(**limits) for name, limits in board.thresholds.items()},
        sound=board.sound,
        created_at=board.created_at,
        television_key=services().signing.television_key(key) if may_set else None,
    )
