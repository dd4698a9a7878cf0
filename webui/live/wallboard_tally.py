"""A wallboard's figures, added up: each request is counted when it is learned, again when it changes.

Definitions as field metrics of contact centres have them: *offered* counts in the quarter hour of its
arrival (refused requests were never offered), *answered* in that of the answer, *abandoned* in that of
the customer's leaving, unless the request had been answered before. A wait is never negative, whatever
clocks disagree. Numerators and denominators of the service level add up over queues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.clock import Millis
from routing.service_level import Rule, VariantName, common_variant, common_within
from webui.live.messages.wallboard import BoardSlots
from webui.live.wallboard_day import SLOT, Day
from webui.live.wallboard_facts import Fact

USUAL = Rule()


@dataclass(frozen=True)
class Group:
    """The queues and portals shown together, with the rules of their service levels by id."""

    queue_ids: frozenset[str]
    portal_ids: frozenset[str]
    rules: Mapping[str, Rule]

    def covers(self, fact: Fact) -> bool:
        """Whether a request belongs here: by its queue, or by the portal it came in by."""
        return fact.queue_id in self.queue_ids or fact.portal_id in self.portal_ids

    def rule_of(self, fact: Fact) -> Rule:
        """The rule of a request's queue, or of its portal when it stands in none."""
        return self.rules.get(fact.queue_id or fact.portal_id, USUAL)


@dataclass
class _Slot:
    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    met: int = 0
    counted: int = 0
    waits: dict[str, Millis] = field(default_factory=dict)

    @property
    def ended(self) -> int:
        return self.answered + self.abandoned

    @property
    def service_level(self) -> float | None:
        return _share(self.met, self.counted)


class Tally:
    """The figures of one group on one day."""

    def __init__(self, group: Group, day: Day) -> None:
        self.group = group
        self.day = day
        self.waiting: dict[str, Millis] = {}
        self._at_midnight = 0
        self._slots: dict[int, _Slot] = {}

    def change(self, request_id: str, before: Fact | None, after: Fact | None) -> bool:
        """A request is learned (`before` is None), known otherwise, or gone; whether it counts here."""
        mine = False
        for fact, sign in ((before, -1), (after, 1)):
            if fact is not None and not fact.refused and self.group.covers(fact):
                self._count(request_id, fact, sign)
                mine = True
        return mine

    @property
    def offered(self) -> int:
        """Requests that came in today."""
        return sum(slot.offered for slot in self._slots.values())

    @property
    def answered(self) -> int:
        """Requests answered today."""
        return sum(slot.answered for slot in self._slots.values())

    @property
    def abandoned(self) -> int:
        """Requests whose customers left unanswered today."""
        return sum(slot.abandoned for slot in self._slots.values())

    @property
    def longest_wait_since(self) -> Millis | None:
        """When the one who waits longest posted; None when nobody waits."""
        return min(self.waiting.values(), default=None)

    @property
    def service_level(self) -> float | None:
        """The share of today so far; None when nothing counts yet."""
        slots = self._slots.values()
        return _share(sum(one.met for one in slots), sum(one.counted for one in slots))

    def slots(self, now: Millis) -> BoardSlots:
        """The day so far by quarter hours, the one that lasts included."""
        numbers = range(max(0, self.day.slot_of(now)) + 1)
        found = [self._slots.get(number, _NOTHING) for number in numbers]
        return BoardSlots(
            length=SLOT,
            offered=[slot.offered for slot in found],
            answered=[slot.answered for slot in found],
            abandoned=[slot.abandoned for slot in found],
            waiting=self._waiting_at_ends(found),
            longest_wait=[max(slot.waits.values(), default=0) for slot in found],
            service_level=[slot.service_level for slot in found],
        )

    def _waiting_at_ends(self, slots: list[_Slot]) -> list[int]:
        """Who waits is at midnight's count, plus who came, less whose wait ended."""
        waiting, ends = self._at_midnight, []
        for slot in slots:
            waiting += slot.offered - slot.ended
            ends.append(max(0, waiting))
        # Who came back into line had been answered once; they wait all the same.
        return [*ends[:-1], len(self.waiting)]

    def _count(self, request_id: str, fact: Fact, sign: int) -> None:
        if sign > 0 and fact.waits:
            self.waiting[request_id] = fact.posted_at
        else:
            self.waiting.pop(request_id, None)
        ended_at = fact.ended_at
        if fact.posted_at >= self.day.begins:
            self._slot(fact.posted_at).offered += sign
        elif ended_at is None or ended_at >= self.day.begins:
            self._at_midnight += sign
        if ended_at is not None and ended_at >= self.day.begins:
            self._end(request_id, fact, ended_at, sign)

    def _end(self, request_id: str, fact: Fact, ended_at: Millis, sign: int) -> None:
        slot, rule = self._slot(ended_at), self.group.rule_of(fact)
        wait = ended_at - fact.posted_at
        if fact.accepted_at is not None:
            slot.answered += sign
            met, counted = rule.of_answered(wait)
        else:
            slot.abandoned += sign
            met, counted = rule.of_abandoned(wait)
        slot.met += sign * met
        slot.counted += sign * counted
        if sign > 0:
            slot.waits[request_id] = wait
        else:
            slot.waits.pop(request_id, None)

    def _slot(self, at: Millis) -> _Slot:
        return self._slots.setdefault(self.day.slot_of(at), _Slot())


def variant_of(group: Group) -> tuple[VariantName, Millis | None]:
    """The name of the group's service level, and its time (ms) when all have the same."""
    rules = [
        group.rules[one] for one in (*group.queue_ids, *group.portal_ids) if one in group.rules
    ]
    return common_variant(rules), common_within(rules)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


_NOTHING = _Slot()
