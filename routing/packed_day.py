"""The facts of one closed day as they are handed from whoever packs them to whoever keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from routing.transaction import Transaction


@dataclass(frozen=True)
class PackedFacts:
    """One kind of facts of a day: how many rows, and their columns as bytes."""

    kind: str
    rows: int
    data: bytes


class Packer(Protocol):
    """Packs a company's days; `kinds` are all it makes of a day, in the format it knows."""

    @property
    def kinds(self) -> tuple[str, ...]: ...

    def pack(self, reading: Transaction, day: date) -> list[PackedFacts] | None:
        """The day's facts, one a kind; None while something in it may still change."""
