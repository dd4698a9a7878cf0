"""Things of the same name, told apart by what names them uniquely: a key, or a login."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def told_apart(named: Sequence[tuple[str, str]]) -> list[str]:
    """The names of these (name, key) in their order; a name that several have comes with the key."""
    times = Counter(name for name, _ in named)
    return [name if times[name] == 1 else f"{name} ({key})" for name, key in named]
