"""`guichet export`: the files of a day or of several, as the nightly export writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from config.company_choice import ChosenCompany, CompanyChoiceError, choose
from config.settings import Settings, SettingsError, load_settings
from routing.clock import SECOND, Millis
from routing.database import Database
from routing.errors import DatabaseBusy, DatabaseReadOnly, InvalidInput
from routing.exported import ExportFailed
from routing.report_parameters import FIRST_DAY, LONGEST_RANGE_DAYS


def _day(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day like 2026-11-20") from None


@click.command()
@click.option("--date", "day", callback=_day, metavar="DAY", help="The day to export.")
@click.option("--from", "first", callback=_day, metavar="DAY", help="The first of several days.")
@click.option("--to", "last", callback=_day, metavar="DAY", help="The last of them, included.")
@click.option(
    "--company",
    "slug",
    metavar="SLUG",
    help="Whose days they are  [default: the only company, or demo]",
)
def export(day: date | None, first: date | None, last: date | None, slug: str | None) -> None:
    """Write the CSV files of a day, or of each day of a range, into the export folder.

    What is there already stays as it is. Ends with code 1 when a day could not be written.
    docs/exports.md says what is in the files.
    """
    days = _days(day, first, last)
    settings = _settings()
    database = Database(settings.database_url)
    try:
        company = choose(database, slug)
        written = _export(Console(), database, settings, company, days)
    except CompanyChoiceError as error:
        raise click.ClickException(str(error)) from None
    finally:
        database.dispose()
    if not written:
        raise SystemExit(1)


def _days(day: date | None, first: date | None, last: date | None) -> list[date]:
    if (day is None) == (first is None and last is None):
        raise click.UsageError("give either --date, or --from and --to")
    begin, end = first or day, last or day or first
    if begin is None or end is None:
        raise click.UsageError("--to needs --from")
    if first is not None and last is None:
        raise click.UsageError("--from needs --to")
    count = (end - begin).days + 1
    if count < 1:
        raise click.UsageError(f"{begin} to {end} is no range of days: it is reversed")
    if count > LONGEST_RANGE_DAYS:
        raise click.UsageError(f"{count} days are too many at once; {LONGEST_RANGE_DAYS} at most")
    return [begin + timedelta(days=number) for number in range(count)]


def _export(
    console: Console,
    database: Database,
    settings: Settings,
    company: ChosenCompany,
    days: list[date],
) -> bool:
    """Whether every day is there afterwards."""
    good = True
    with _progress(console) as progress:
        bar = progress.add_task("exporting", total=len(days))
        for number, day in enumerate(days):

            def told(share: float, before: int = number) -> None:
                progress.update(bar, completed=before + share)

            there, line = _one(database, settings, company, day, told)
            told(1)
            console.print(f"{day}  {line}", markup=False, highlight=False, soft_wrap=True)
            good = good and there
    return good


def _progress(console: Console) -> Progress:
    shown = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(
        *shown,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _one(
    database: Database,
    settings: Settings,
    company: ChosenCompany,
    day: date,
    told: Callable[[float], object],
) -> tuple[bool, str]:
    """Whether the day is there now, and what to say of it."""
    # pandas takes half a second to load: not when somebody only asks for help.
    from workers.exporting import export_day
    from workers.retry import OUTAGES

    try:
        exported = export_day(database, settings, company.id, day, told)
    except ExportFailed as error:
        return False, f"failed: {_PROBLEMS.get(error.problem, error.problem)} ({error.detail})"
    except InvalidInput as error:
        reason = str(error.data.get("reason"))
        return False, f"failed: {_REFUSALS.get(reason, str(error))}"
    except OUTAGES as error:
        return False, f"failed: {_outage(error)}"
    rows = sum(file.rows for file in exported.files)
    words = _WORDS[exported.became.value].format(time=_time(exported.at, company))
    return exported.became != "busy", f"{words}: {len(exported.files)} files, {rows:,} rows"


_WORDS = {
    "written": "written",
    "already": "was there already, written at {time}",
    "busy": "is being written by another process (given up at {time})",
    "found": "was finished by a process that died; verified and kept",
    "overtaken": "was finished by another process meanwhile",
}
_REFUSALS = {
    "not_over": "the day is not over",
    "not_a_day": f"days are exported from {FIRST_DAY} on",
}
_PROBLEMS = {
    "disk_full": "the disk is full",
    "folder_missing": "the export folder is not there",
    "not_writable": "the export folder cannot be written to",
    "folder_differs": (
        "the day's folder is not what its manifest says; move it away to have it written anew"
    ),
    "report_failed": "a report could not be computed, the log says why",
    "write_failed": "the system refused",
}


def _outage(error: Exception) -> str:
    if isinstance(error, DatabaseReadOnly):
        return "the database cannot be written to"
    if isinstance(error, DatabaseBusy):
        return "the database is busy or does not answer"
    # The driver's first line; the others are the statement.
    return f"the database refused ({str(error).partition(chr(10))[0]})"


def _time(moment: Millis | None, company: ChosenCompany) -> str:
    if moment is None:
        return "an unknown time"
    local = datetime.fromtimestamp(moment / SECOND, UTC).astimezone(company.zone)
    return local.isoformat(sep=" ", timespec="seconds")


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(f"the settings are wrong\n{error}") from None
