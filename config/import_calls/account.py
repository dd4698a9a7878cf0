"""What an import says of itself: what came of each row, and which rows cannot be so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console

from config.company_choice import ChosenCompany
from config.import_calls.history import History
from config.import_calls.standing import Standing
from config.import_calls.writing import Written

#: Lines of one kind that are named unless all are asked for.
FEW = 8


def say_read(console: Console, file: Path, company: ChosenCompany, history: History) -> None:
    """The file, its days, where it goes."""
    days = history.days
    _say(
        console,
        f"{file.name}: {history.rows:,} rows, {days[0]} to {days[-1]} "
        f"({len(days)} days), into {company.slug} ({company.zone.key})",
    )


def say_rows(console: Console, history: History, all_lines: bool) -> None:
    """The rows that are no requests, those that could not be read, those that are odd."""
    for reason, number in sorted(history.skipped.items()):
        _count(console, "not imported", number, reason)
    for reason, lines in sorted(_by_reason(history).items()):
        _count(console, "impossible", len(lines), f"{reason}: {_named(lines, all_lines)}")
    for reason, lines in sorted(history.oddities.items()):
        _count(
            console, "odd but imported", len(lines), f"{reason}: {_named(sorted(lines), all_lines)}"
        )


def say_written(console: Console, history: History, written: Written) -> None:
    """What is new in the database."""
    _count(
        console,
        "imported",
        written.requests,
        f"requests: {written.sessions:,} answered, "
        f"{written.requests - written.sessions:,} abandoned; "
        f"{written.stretches:,} stretches of agents' states",
    )
    _already(console, len(history.calls) - written.requests)


def say_would(console: Console, history: History, standing: Standing) -> None:
    """What an import would add."""
    there = len(standing.requests)
    queues = [kind for kind in history.types if kind not in standing.queues]
    agents = [name for name in history.agents if name not in standing.accounts]
    _count(
        console, "would be imported", len(history.calls) - there, f"of {len(history.calls):,} calls"
    )
    _already(console, there)
    _count(console, "new queues", len(queues), ", ".join(queues))
    _count(console, "new agents", len(agents), ", ".join(agents))


def _already(console: Console, number: int) -> None:
    if number:
        _count(console, "already there", number, "left as they are")


def _by_reason(history: History) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for row in history.rejected:
        lines.setdefault(row.reason, []).append(row.line)
    return lines


def _named(lines: Sequence[int], all_lines: bool) -> str:
    shown = lines if all_lines else lines[:FEW]
    more = f" and {len(lines) - len(shown):,} more" if len(shown) < len(lines) else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {_listed(shown)}{more}"


def _listed(lines: Iterable[int]) -> str:
    return ", ".join(map(str, lines))


def _count(console: Console, what: str, number: int, detail: str) -> None:
    _say(console, f"  {what:<18} {number:>9,}  {detail}")


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
