"""The desk's snapshot over plain HTTP, the very one its live connection begins with."""

from __future__ import annotations

from flask import Response
from pydantic import RootModel

from webui.api.answers import answer
from webui.api.resource import resource
from webui.live.desk_snapshot import desk_snapshot
from webui.live.messages.desk import DeskSnapshot
from webui.services import services
from webui.signed_in import signed_in

desk = resource("desk", "What an agent's desk shows")


class DeskSnapshotOut(RootModel[DeskSnapshot]):
    """Everything the desk shows."""


@desk.get("/desk", responses={200: DeskSnapshotOut})
def show() -> Response:
    """Everything the desk shows now."""
    actor = signed_in().actor
    snapshot = services().calls.read(
        actor.company_id, lambda reading: desk_snapshot(reading, actor.account_id)
    )
    return answer(snapshot)
