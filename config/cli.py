"""The command `guichet`. What a command needs is imported when it runs, so that help is quick."""

import os
import signal
import sys
from importlib import import_module
from importlib.util import find_spec

import click

from config.settings import Settings, SettingsError, load_settings

#: Commands that live beside what they run.
_ELSEWHERE = {
    "demo-site": "config.demo_site.command:demo_site",
    "export": "config.export_command:export",
    "import-calls": "config.import_calls.command:import_calls",
    "replay": "config.replay.command:replay",
}


class _Group(click.Group):
    """Finds the commands of `_ELSEWHERE` when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *filter(_is_there, _ELSEWHERE)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = _ELSEWHERE[cmd_name].split(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None


def _is_there(name: str) -> bool:
    return find_spec(_ELSEWHERE[name].split(":")[0]) is not None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guichet")
def main() -> None:
    """Guichet: customer support from a button on a web page to a solved problem.

    Settings come from GUICHET_* variables and from guichet.env (or the file that
    GUICHET_CONFIG names). 'guichet up' needs none.
    """


@main.command()
@click.option("--with-parent", is_flag=True, help="Stop when the process that starts this ends.")
def up(with_parent: bool) -> None:
    """Run everything on this machine; Ctrl-C stops it."""
    from rich.console import Console

    from config.announcement import Announcement
    from config.broker_node import BrokerError
    from config.only_one import AlreadyRunningError
    from config.parent_death import die_with_parent
    from config.up import StartError, run_up

    if with_parent:
        die_with_parent(os.getppid(), signal.SIGTERM)
    try:
        run_up(_settings(), Announcement(Console()))
    except (AlreadyRunningError, BrokerError, StartError) as error:
        raise click.ClickException(str(error)) from None


@main.command()
def web() -> None:
    """Run one web process: pages, API, live push."""
    # The process is replaced: gevent has to patch before anything else is imported.
    os.execv(sys.executable, [sys.executable, "-m", "config.web_process"])


@main.command()
def worker() -> None:
    """Run one routing worker: portals, queues, escalation, deadlines."""
    _run_celery("worker")


@main.command()
def batch() -> None:
    """Run one batch worker: mail, export, webhooks, housekeeping."""
    _run_celery("batch")


@main.command()
def beat() -> None:
    """Run the schedule: nightly and periodic work."""
    _run_celery("beat")


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    from routing.migrate import upgrade

    upgrade(_settings().database_url)


@main.command()
def topology() -> None:
    """Print the exchanges and queues, who fills and who empties them."""
    from routing.topology import describe

    click.echo(describe())


def _run_celery(name: str) -> None:
    from config.celery_process import run

    try:
        run(name, _settings())
    except SettingsError as error:
        raise _wrong_settings(error) from None


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise _wrong_settings(error) from None


def _wrong_settings(error: SettingsError) -> click.ClickException:
    return click.ClickException(f"the settings are wrong\n{error}")


if __name__ == "__main__":
    main(prog_name="guichet")
