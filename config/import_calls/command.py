"""`guichet import-calls`: weeks of history from a file of calls, all of it or nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn
from sqlalchemy.exc import DBAPIError

from config.company_choice import ChosenCompany, CompanyChoiceError, choose
from config.import_calls import account
from config.import_calls.history import History
from config.import_calls.reading import read_history
from config.import_calls.standing import Standing, standing_of
from config.import_calls.wall_clock import WallClock
from config.import_calls.writing import Written, write_history
from config.replay.calls import CallFileError
from config.settings import SettingsError, load_settings
from routing.database import Database
from routing.errors import RoutingError


@click.command("import-calls")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--company",
    "slug",
    metavar="SLUG",
    help="Whose calls they are  [default: the only company, or demo]",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--all-lines", is_flag=True, help="Name every odd line, not only the first ones.")
def import_calls(file: Path, slug: str | None, dry_run: bool, all_lines: bool) -> None:
    """Import history from a FILE of calls in the bank's format.

    All or nothing; importing the same calls again changes nothing. Times are the company's own.
    docs/import.md says what becomes of each row.
    """
    console = Console()
    database = Database(_database_url())
    try:
        with _no_search_for_cycles():
            _import(console, database, file, slug, dry_run, all_lines)
    finally:
        database.dispose()


def _import(
    console: Console, database: Database, file: Path, slug: str | None, dry: bool, all_lines: bool
) -> None:
    company = _company(database, slug)
    history = _read(console, file, company)
    account.say_read(console, file, company, history)
    account.say_rows(console, history, all_lines)
    if dry:
        account.say_would(console, history, _standing(database, company, history))
    else:
        account.say_written(console, history, _write(console, database, company, history))


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Millions of rows without a cycle among them: looking for one took a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _database_url() -> str:
    try:
        return load_settings().database_url
    except SettingsError as error:
        raise click.ClickException(f"the settings are wrong\n{error}") from None


def _company(database: Database, slug: str | None) -> ChosenCompany:
    try:
        return choose(database, slug)
    except CompanyChoiceError as error:
        raise click.ClickException(str(error)) from None


def _read(console: Console, file: Path, company: ChosenCompany) -> History:
    try:
        with _progress(console) as progress:
            reading = progress.add_task("reading", total=file.stat().st_size)
            return read_history(
                file,
                company.id,
                WallClock(company.zone),
                lambda size: progress.advance(reading, size),
            )
    except CallFileError as error:
        raise click.ClickException(f"{file}: {error}. Nothing was imported.") from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}. Nothing was imported.") from None


def _standing(database: Database, company: ChosenCompany, history: History) -> Standing:
    with database.reading(company.id) as reading:
        return standing_of(reading, company.slug, history)


def _write(
    console: Console, database: Database, company: ChosenCompany, history: History
) -> Written:
    try:
        with _progress(console, MofNCompleteColumn()) as progress:
            writing = progress.add_task("writing", total=len(history.calls))
            return write_history(
                database, company, history, lambda calls: progress.advance(writing, calls)
            )
    except (RoutingError, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise click.ClickException(
            f"the database refused: {reason}. Nothing was imported."
        ) from None


def _progress(console: Console, *columns: MofNCompleteColumn) -> Progress:
    shown = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), *columns)
    return Progress(*shown, console=console, transient=True, disable=not console.is_terminal)
