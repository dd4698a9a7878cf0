"""One replay from beginning to end, with what is said on the terminal on the way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from config.replay import agreement, tables
from config.replay.calls import CallFile
from config.replay.day import Day, Played
from config.replay.installation import NoDatabase, prepare_accounts, require_database, serves
from config.replay.ledger import Counts
from config.replay.pace import Pace
from config.replay.patient_http import Refused, Unreachable
from config.replay.plan import Plan
from config.replay.recorded import read_run
from config.replay.run_mark import RunMark
from config.replay.saved_day import SavedDay, save
from config.replay.stage import Stage
from config.settings import Settings

#: Differences printed; the rest are counted.
MOST_DIFFERENCES = 20
#: What a shell expects of a command ended by SIGINT.
ENDED_BY_CTRL_C = 130


@dataclass(frozen=True)
class Wish:
    """What is to be played, where, and what to do with the result."""

    calls: CallFile
    plan: Plan
    speed: float
    url: str
    portal: str
    password: str
    agents_exist: bool
    summary: Path | None


def play(console: Console, settings: Settings, wish: Wish) -> int:
    """Play it, print the summary, compare with the database; the exit code."""
    for remark in tables.file_remarks(wish.calls, wish.plan):
        console.print(f"  {remark}", highlight=False)
    ours = serves(settings, wish.url)
    _make_accounts(console, settings, wish, ours)
    stage = Stage(wish.url, wish.portal, Pace(wish.speed, wish.plan.begins))
    played = _play_day(console, wish, stage)
    if played is None:
        return 1
    day = _saved(wish, stage, played)
    _print_summary(console, wish, day, played)
    if wish.summary is not None:
        save(day, wish.summary)
        console.print(f"written to {wish.summary}", highlight=False)
    failed = bool(played.wrong) or day.summary.failed > 0 or stage.stop.is_set()
    if not ours:
        console.print("not compared: the product at this address is another installation")
        return int(failed)
    return max(int(failed), check(console, settings, day))


def check(console: Console, settings: Settings, day: SavedDay) -> int:
    """Compare a played day with this installation's database; the exit code."""
    try:
        require_database(settings)
    except NoDatabase as error:
        console.print(f"not compared: {error}")
        return 1
    found = agreement.differences(day.calls, day.summary, read_run(settings, day.mark))
    for difference in found[:MOST_DIFFERENCES]:
        console.print(f"  {difference}", highlight=False)
    if found:
        console.print(f"[red]the database differs in {len(found)} points")
        return 1
    console.print(f"[green]the database agrees[/] with all {day.summary.offered} calls")
    return 0


def _make_accounts(console: Console, settings: Settings, wish: Wish, ours: bool) -> None:
    """The one preparation that does not go by the public interfaces, said so."""
    if wish.agents_exist or not ours:
        return
    names = [shift.agent for shift in wish.plan.shifts]
    try:
        new = prepare_accounts(settings, names)
    except NoDatabase as error:
        console.print(f"no accounts prepared: {error}")
        return
    console.print(f"preparing accounts: {len(names)} agents, {new} of them new")


def _play_day(console: Console, wish: Wish, stage: Stage) -> Played | None:
    day = Day(wish.plan, stage, wish.password)
    console.print(f"playing at {wish.url}, {wish.speed:g} times as fast; run {stage.mark.text}")
    try:
        with _cut_short_by_ctrl_c(stage.stop):
            day.prepare()
            with _progress(console, len(wish.plan.callers)) as watch:
                return day.play(watch)
    except Refused as no:
        console.print(f"[red]it cannot begin: the product says {no}")
    except Unreachable as error:
        console.print(f"[red]the product does not answer: {error}")
    return None


@contextmanager
def _cut_short_by_ctrl_c(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C lets everybody go instead of leaving them on line; a second one ends at once."""

    def cut_short(*_: object) -> None:
        if stop.is_set():
            os._exit(ENDED_BY_CTRL_C)
        stop.set()

    before = signal.signal(signal.SIGINT, cut_short)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(console: Console, callers: int) -> Iterator[Callable[[Counts, float], None]]:
    columns = (
        TextColumn("{task.fields[clock]}"),
        BarColumn(bar_width=None),
        TextColumn("{task.completed}/{task.total} calls"),
        TextColumn("{task.fields[now]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=callers, clock="", now="")

        def watch(counts: Counts, moment: float) -> None:
            progress.update(
                task,
                completed=counts.over,
                clock=tables.duration(moment),
                now=f"{counts.waiting} waiting, {counts.talking} served, {counts.abandoned} gone",
            )

        yield watch


def _saved(wish: Wish, stage: Stage, played: Played) -> SavedDay:
    return SavedDay(
        mark=RunMark(stage.mark.text),
        day=wish.plan.day.isoformat(),
        speed=wish.speed,
        agents=tuple(shift.agent for shift in wish.plan.shifts),
        calls=tuple(played.calls),
    )


def _print_summary(console: Console, wish: Wish, day: SavedDay, played: Played) -> None:
    console.print(tables.day_table(wish.plan, day.summary))
    console.print(tables.agents_table(day.summary))
    if played.cleared:
        console.print(f"{played.cleared} leftovers of an earlier run were ended first")
    for text in played.wrong:
        console.print(f"[red]{text}")
    console.print(f"played in {tables.duration(played.seconds)}")
