"""Service level in its named variants: the share of requests answered within a time.

Source of the variants: the field's reports differ in what an abandoned request counts as. A *short
abandon* (gone before `short_abandon`) counts nowhere in the first two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from routing.clock import SECOND, Millis


class Variant(StrEnum):
    """What an abandoned request counts as."""

    MISSED = "missed"
    MET_WHEN_EARLY = "met_when_early"
    LEFT_OUT = "left_out"


VARIANTS = tuple(Variant)
VariantName = Literal["missed", "met_when_early", "left_out", "mixed"]


@dataclass(frozen=True)
class Rule:
    """How one queue's (or standard portal's) service level is reckoned; durations in ms."""

    within: Millis = 20 * SECOND
    variant: Variant = Variant.MISSED
    short_abandon: Millis = 5 * SECOND

    def of_answered(self, wait: Millis) -> tuple[int, int]:
        """What a request answered after `wait` ms adds to (met, counted)."""
        return int(wait <= self.within), 1

    def of_abandoned(self, wait: Millis) -> tuple[int, int]:
        """What a request abandoned after `wait` ms adds to (met, counted)."""
        if self.variant == Variant.LEFT_OUT or wait < self.short_abandon:
            return 0, 0
        return int(self.variant == Variant.MET_WHEN_EARLY and wait <= self.within), 1


def common_variant(rules: Iterable[Rule]) -> VariantName:
    """The variant all rules have in common, "mixed" when they differ, the usual one without any."""
    found = {rule.variant for rule in rules}
    if len(found) > 1:
        return "mixed"
    variant = found.pop() if found else Variant.MISSED
    return variant.value


def common_within(rules: Iterable[Rule]) -> Millis | None:
    """The time (ms) all rules have in common, None when they differ or there are none."""
    found = {rule.within for rule in rules}
    return found.pop() if len(found) == 1 else None
