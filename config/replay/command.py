"""`guichet replay`: a real day through the running product, by its public interfaces only."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console

from config.demonstration import REPLAY_PORTAL
from config.demonstration import password as installation_password
from config.replay import generated_day, playing
from config.replay.calls import CallFile, CallFileError, read_calls
from config.replay.plan import FOREVER_S, Plan, PlanError, Window, plan_day
from config.replay.saved_day import SavedDay, SavedDayError, load
from config.settings import Settings, SettingsError, load_settings

DEFAULT_SPEED = 120.0
DEFAULT_DAY = "1999-02-01"


def _moment(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> int | None:
    if text is None:
        return None
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdigit() and minutes.isdigit() and len(minutes) == 2):
        raise click.BadParameter(f"{text!r} is no time like 09:30")
    seconds = int(hours) * 3600 + int(minutes) * 60
    if int(minutes) > 59 or seconds > FOREVER_S:
        raise click.BadParameter(f"{text!r} is no time of day")
    return seconds


def _day(_ctx: click.Context, _parameter: click.Parameter, text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of a file has no zone
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day like {DEFAULT_DAY}") from None


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--day", callback=_day, default=DEFAULT_DAY, show_default=True, help="The day of FILE to play."
)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 10_000),
    default=DEFAULT_SPEED,
    show_default=True,
    help="Seconds of the file that pass in one second.",
)
@click.option(
    "--from",
    "begins",
    callback=_moment,
    metavar="HH:MM",
    help="Play calls from this time of day on.",
)
@click.option(
    "--to", "ends", callback=_moment, metavar="HH:MM", help="Play calls before this time of day."
)
@click.option("--url", help="Address of the running product  [default: this installation's]")
@click.option(
    "--portal",
    default=REPLAY_PORTAL,
    show_default=True,
    help="Key of the portal the customers come to.",
)
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the agents' password  [default: this installation's]",
)
@click.option("--agents-exist", is_flag=True, help="Do not make accounts for the agents.")
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the summary and every call to this JSON file.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Play nothing: FILE is such a JSON file, compare it with the database.",
)
@click.option(
    "--generate",
    type=click.IntRange(1, 1_000_000),
    metavar="CALLS",
    help="Play nothing: write a made-up day with so many calls to FILE.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the made-up day.")
def replay(
    file: Path,
    day: date,
    speed: float,
    begins: int | None,
    ends: int | None,
    url: str | None,
    portal: str,
    password_file: Path | None,
    agents_exist: bool,
    summary: Path | None,
    check: bool,
    generate: int | None,
    seed: int,
) -> None:
    """Play a day of calls from FILE through the running product.

    As that many customers and the agents the file names, by HTTP and sockets only; prints what it
    has seen, and compares it with the database where that is at hand. Ends with code 1 when they differ.
    """
    console = Console()
    window = Window(begins or 0, FOREVER_S if ends is None else ends)
    if generate is not None:
        _generate(file, generate, seed, day, window)
        console.print(f"{file}: a made-up {day} with {generate} calls (seed {seed})")
        return
    settings = _settings()
    if check:
        sys.exit(playing.check(console, settings, _load(file)))
    calls, plan = _plan(file, day, window)
    wish = playing.Wish(
        calls=calls,
        plan=plan,
        speed=speed,
        url=(url or settings.public_url).rstrip("/"),
        portal=portal,
        password=_password(settings, password_file),
        agents_exist=agents_exist,
        summary=summary,
    )
    sys.exit(playing.play(console, settings, wish))


def _generate(file: Path, calls: int, seed: int, day: date, window: Window) -> None:
    hours = (window.begins // 3600, min(24, -(-window.ends // 3600)))
    try:
        text = generated_day.generate(calls, seed, day, *hours)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    file.write_text(text, encoding="utf-8")


def _plan(file: Path, day: date, window: Window) -> tuple[CallFile, Plan]:
    try:
        calls = read_calls(file)
        return calls, plan_day(day, calls.of(day), window)
    except CallFileError as error:
        raise click.ClickException(f"{file} is no call file: {error}") from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except PlanError as error:
        days = ", ".join(map(str, calls.days)) or "none"
        raise click.ClickException(f"{error}; days in {file.name}: {days}") from None


def _load(file: Path) -> SavedDay:
    try:
        return load(file)
    except SavedDayError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None


def _password(settings: Settings, file: Path | None) -> str:
    return file.read_text(encoding="utf-8").strip() if file else installation_password(settings)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(f"the settings are wrong\n{error}") from None
