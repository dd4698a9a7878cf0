"""What every push travels in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Envelope:
    """A numbered push: `number` counts from 1 on each connection; a gap asks for a new snapshot."""

    number: int
    type: str
    data: Any
