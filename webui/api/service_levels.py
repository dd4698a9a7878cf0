"""Service levels: by which named variant, and within which time, each queue counts."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import BaseModel

from routing.actions import service_levels as actions
from routing.clock import Millis
from routing.service_level import Rule, Variant
from routing.tables import Portal, Queue
from webui.api.answers import answer
from webui.api.models import Id, In, Out
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in

service_levels = resource("service levels", "How each queue's service level is reckoned")


class QueuePath(BaseModel):
    """A queue's id."""

    queue_id: Id


class PortalPath(BaseModel):
    """A portal's id."""

    portal_id: Id


class RuleIn(In):
    """What counts as answered in time (`within`, ms), and what an abandoned request counts as."""

    within: Millis
    variant: Literal["missed", "met_when_early", "left_out"]
    short_abandon: Millis

    def rule(self) -> Rule:
        """The same as routing takes it."""
        return Rule(self.within, Variant(self.variant), self.short_abandon)


class RuledOut(Out):
    """One queue, or portal in standard mode, with its rule; durations in ms."""

    id: str
    name: str
    key: str
    within: Millis
    variant: str
    short_abandon: Millis


class ServiceLevelsOut(Out):
    """All of the company, by name."""

    queues: list[RuledOut]
    portals: list[RuledOut]


@service_levels.get("/service-levels", responses={200: ServiceLevelsOut})
def all_of_them() -> Response:
    """The rules of the company's queues and portals in standard mode."""
    actor = signed_in().actor
    queues, portals = services().calls.read(
        actor.company_id, lambda reading: actions.of_company(reading, actor)
    )
    return answer(
        ServiceLevelsOut(
            queues=[_out(row) for row in queues], portals=[_out(row) for row in portals]
        )
    )


@service_levels.put("/service-levels/queues/<queue_id>", responses={200: RuledOut})
def set_queue(path: QueuePath, body: RuleIn) -> Response:
    """Change a queue's rule; wallboards follow at once, reports when they are made again."""
    actor = signed_in().actor
    row = services().calls.write(
        actor.company_id, lambda tx: actions.set_queue(tx, actor, path.queue_id, body.rule())
    )
    return answer(_out(row))


@service_levels.put("/service-levels/portals/<portal_id>", responses={200: RuledOut})
def set_portal(path: PortalPath, body: RuleIn) -> Response:
    """The same for a portal in standard mode."""
    actor = signed_in().actor
    row = services().calls.write(
        actor.company_id, lambda tx: actions.set_portal(tx, actor, path.portal_id, body.rule())
    )
    return answer(_out(row))


def _out(row: Queue | Portal) -> RuledOut:
    rule = actions.rule_of(row)
    return RuledOut(
        id=row.id,
        name=row.name,
        key=row.key,
        within=rule.within,
        variant=rule.variant.value,
        short_abandon=rule.short_abandon,
    )
