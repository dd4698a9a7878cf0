"""What of a company's settings its wallboards rest on: names, rules, who serves what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from routing.service_level import Rule, Variant
from routing.tables import Company, Portal, PortalAgent, Queue, QueueMember, Wallboard
from routing.transaction import Transaction
from webui.live.wallboard_tally import Group

#: The versions and key epochs of wallboards, by id.
Marks = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class BoardSettings:
    """By the ids of queues and portals: `names`, `rules` and `agents` (the ids of who serves them)."""

    zone: str
    boards: Mapping[str, Wallboard]
    names: Mapping[str, str]
    rules: Mapping[str, Rule]
    agents: Mapping[str, frozenset[str]]

    @property
    def marks(self) -> Marks:
        """What tells that a wallboard was changed, deleted, or its keys voided."""
        return {board.id: (board.version, board.key_epoch) for board in self.boards.values()}

    def group_of(self, board: Wallboard) -> Group:
        """What a wallboard shows together."""
        return Group(frozenset(board.queue_ids), frozenset(board.portal_ids), self.rules)

    def names_of(self, board: Wallboard) -> list[str]:
        """The names of its queues and portals that still exist, in the board's order."""
        return [self.names[one] for one in _shown(board) if one in self.names]

    def agents_of(self, board: Wallboard) -> frozenset[str]:
        """Who serves any of them."""
        return frozenset().union(*(self.agents.get(one, frozenset()) for one in _shown(board)))


def read(reading: Transaction, board_ids: Iterable[str]) -> BoardSettings:
    """The settings as they are now, of those of these wallboards that still exist."""
    queues = reading.session.scalars(select(Queue)).all()
    portals = reading.session.scalars(select(Portal)).all()
    wanted = select(Wallboard).where(col(Wallboard.id).in_(set(board_ids)))
    rules = {queue.id: _rule(queue) for queue in queues}
    for portal in portals:
        # A portal before a queue has that queue's rule.
        rules[portal.id] = rules.get(portal.queue_id or "") or _rule(portal)
    return BoardSettings(
        zone=reading.get(Company, reading.company_id).time_zone,
        boards={board.id: board for board in reading.session.scalars(wanted)},
        names={queue.id: queue.name for queue in queues}
        | {portal.id: portal.name for portal in portals},
        rules=rules,
        agents=_serving(reading, portals),
    )


def marks(reading: Transaction, board_ids: Iterable[str]) -> Marks:
    """`BoardSettings.marks` of these wallboards as they are now, without reading anything else."""
    statement = select(Wallboard.id, Wallboard.version, Wallboard.key_epoch)
    rows = reading.session.execute(statement.where(col(Wallboard.id).in_(set(board_ids))))
    return {board_id: (version, epoch) for board_id, version, epoch in rows}


def _serving(reading: Transaction, portals: Iterable[Portal]) -> dict[str, frozenset[str]]:
    """Who serves a portal before a queue are that queue's members too."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for member in reading.session.scalars(select(QueueMember)):
        found[member.queue_id].add(member.agent_id)
    for entitled in reading.session.scalars(select(PortalAgent)):
        found[entitled.portal_id].add(entitled.agent_id)
    for portal in portals:
        if portal.queue_id is not None:
            found[portal.id] |= found[portal.queue_id]
    return {served: frozenset(agents) for served, agents in found.items()}


def _rule(source: Queue | Portal) -> Rule:
    variant = Variant(source.service_level_variant)
    return Rule(source.service_level_within, variant, source.short_abandon)


def _shown(board: Wallboard) -> tuple[str, ...]:
    return (*board.queue_ids, *board.portal_ids)
