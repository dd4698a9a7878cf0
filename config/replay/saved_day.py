"""A played day as a JSON file: its summary, and every call seen, so that it can be compared again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from config.replay.ledger import Answer, Seen
from config.replay.run_mark import RunMark
from config.replay.summary import Summary, summarise


class SavedDayError(Exception):
    """The file is not a saved day; the message says why."""


@dataclass(frozen=True)
class SavedDay:
    """What a run needs to be known by: its mark, day, speed, agents and calls."""

    mark: RunMark
    day: str
    speed: float
    agents: tuple[str, ...]
    calls: tuple[Seen, ...]

    @property
    def summary(self) -> Summary:
        """The figures, counted from the calls."""
        return summarise(self.calls, self.speed, self.agents)


def save(day: SavedDay, path: Path) -> None:
    """Writes `path`; the summary stands first, for people and other programs."""
    content = {
        "summary": asdict(day.summary),
        "mark": day.mark.text,
        "day": day.day,
        "speed": day.speed,
        "agents": day.agents,
        "calls": [asdict(call) for call in day.calls],
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> SavedDay:
    """The day saved in `path`. Raises SavedDayError, OSError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return SavedDay(
            mark=RunMark(content["mark"]),
            day=content["day"],
            speed=content["speed"],
            agents=tuple(content["agents"]),
            calls=tuple(_calls(content["calls"])),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SavedDayError(f"{path} is not a saved day: {error!r}") from None


def _calls(rows: Sequence[dict[str, Any]]) -> list[Seen]:
    return [
        Seen(**{**row, "answers": [Answer(**answer) for answer in row["answers"]]}) for row in rows
    ]
