"""Service level in its named variants: the share of requests answered within a time.

Source of the variants: the field's reports differ in what an abandoned request counts as. A *short
abandon* (gone before `short_abandon`) counts nowhere in the first two.
"""

from __future__ import annotations

from enum import StrEnum


class Variant(StrEnum):
    """What an abandoned request counts as."""

    MISSED = "missed"
    MET_WHEN_EARLY = "met_when_early"
    LEFT_OUT = "left_out"


VARIANTS = tuple(Variant)
