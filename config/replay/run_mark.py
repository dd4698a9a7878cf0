"""The mark that each question of one run carries, so that leftovers of another are told apart."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from config.replay.plan import Caller


@dataclass(frozen=True)
class RunMark:
    """One run's mark: a few random characters."""

    text: str = field(default_factory=lambda: secrets.token_hex(4))

    def question(self, caller: Caller) -> str:
        """What this caller asks."""
        return f"{self.prefix}call {caller.call_id} ({caller.type}), line {caller.number}"

    def is_on(self, question: str) -> bool:
        """Whether somebody of this run asked it."""
        return question.startswith(self.prefix)

    @property
    def prefix(self) -> str:
        """How every question of this run begins."""
        return f"Replay {self.text}: "
