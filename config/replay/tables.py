"""The summary as people read it in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from config.replay.calls import CallFile
from config.replay.plan import FileFigures, Plan
from config.replay.summary import Summary, Waits, waits


def day_table(plan: Plan, summary: Summary) -> Table:
    """What the file says beside what was seen."""
    table = Table(title=f"{plan.day:%d %B %Y}", title_justify="left")
    table.add_column("")
    table.add_column("in the file", justify="right")
    table.add_column("seen in the replay", justify="right")
    for name, in_file, seen in _rows(plan.file, summary):
        table.add_row(name, in_file, seen)
    return table


def agents_table(summary: Summary) -> Table:
    """What each agent did."""
    table = Table(title="Agents", title_justify="left")
    for name in ("agent", "served", "handling time", "mean"):
        table.add_column(name, justify="left" if name == "agent" else "right")
    for figures in summary.agents:
        table.add_row(
            figures.agent.title(),
            str(figures.served),
            duration(figures.handling),
            duration(figures.mean_handling),
        )
    return table


def file_remarks(file: CallFile, plan: Plan, most: int = 10) -> Sequence[str]:
    """What is to be said of the file: rows that are no calls, odd ones, and calls that are not played."""
    remarks = [f"line {row.line} is no call: {row.reason}" for row in file.rejected[:most]]
    if len(file.rejected) > most:
        remarks.append(f"and {len(file.rejected) - most} more rows that are no calls")
    odd: dict[str, int] = {}
    for call in file.of(plan.day):
        for oddity in call.oddities:
            odd[oddity.value] = odd.get(oddity.value, 0) + 1
    remarks += [
        f"{count} calls of the day: {what}; played all the same"
        for what, count in sorted(odd.items())
    ]
    remarks += [
        f"{count} calls of the day are not played: {why}"
        for why, count in sorted(plan.left_out.items())
    ]
    return remarks


def duration(seconds: float) -> str:
    """`h:mm:ss`, as in the file."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _rows(file: FileFigures, summary: Summary) -> list[tuple[str, str, str]]:
    rows = [
        ("offered", str(file.offered), str(summary.offered)),
        ("answered", str(file.answered), str(summary.answered)),
        ("abandoned", str(file.abandoned), str(summary.abandoned)),
    ]
    for name, count in _only_when_there(summary):
        rows.append((name, "", str(count)))
    rows += _wait_rows("wait until answered", waits(file.waits_answered), summary.waits_answered)
    rows += _wait_rows("wait until hung up", waits(file.waits_abandoned), summary.waits_abandoned)
    return rows


def _only_when_there(summary: Summary) -> list[tuple[str, int]]:
    every = [
        ("refused", summary.refused),
        ("failed", summary.failed),
        ("cut short", summary.open),
        ("answered from the list", summary.from_list),
        ("served by a second agent", summary.served_twice),
    ]
    return [(name, count) for name, count in every if count]


def _wait_rows(name: str, in_file: Waits, seen: Waits) -> list[tuple[str, str, str]]:
    figures = (("mean", "mean"), ("median", "median"), ("longest", "longest"))
    return [
        (f"{name}, {label}", duration(getattr(in_file, field)), duration(getattr(seen, field)))
        for field, label in figures
    ]
