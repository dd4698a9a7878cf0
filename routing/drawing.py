"""The state tables as diagrams for the documentation; `python -m routing.drawing` renews docs/routing.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from routing.lifecycle import OFFER, REQUEST, SESSION

DOCUMENT: Final = Path(__file__).parent.parent / "docs" / "routing.md"
TABLES: Final[dict[str, tuple[Mapping[tuple[StrEnum, StrEnum], StrEnum], str]]] = {
    "request": (REQUEST, "posted"),  # type: ignore[dict-item]
    "offer": (OFFER, "ringing"),  # type: ignore[dict-item]
    "session": (SESSION, "connecting"),  # type: ignore[dict-item]
}


def diagram(table: Mapping[tuple[StrEnum, StrEnum], StrEnum], first: str) -> str:
    """A Mermaid state diagram of one table that begins in state `first`."""
    edges: dict[tuple[str, str], list[str]] = {}
    for (state, happened), after in table.items():
        edges.setdefault((state.value, after.value), []).append(happened.value.replace("_", " "))
    lines = [f"    {state} --> {after}: {', '.join(why)}" for (state, after), why in edges.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *lines, "```"])


def renewed(text: str) -> str:
    """`text` with each block between its markers drawn anew from the tables."""
    for name, (table, first) in TABLES.items():
        block = f"<!-- drawn: {name} -->\n{diagram(table, first)}\n<!-- end -->"
        text = re.sub(rf"<!-- drawn: {name} -->.*?<!-- end -->", block, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
