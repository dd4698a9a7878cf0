"""What `guichet up` tells the person who started it."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from config.demonstration import DemonstrationAccount
from config.ports import LOOPBACK
from config.settings import Settings


class Announcement:
    """Short lines while starting, then the addresses and the demonstration accounts."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def step(self, what: str) -> None:
        """One line of progress."""
        self._console.print(f"[dim]guichet:[/] {what}", highlight=False)

    def child_died(self, what: str) -> None:
        """A process died and is being restarted."""
        self._console.print(f"[yellow]guichet: {what}[/]", highlight=False, soft_wrap=True)

    def broker_is_down(self) -> None:
        """The broker that the settings name is not there; it is waited for while all else runs."""
        self._console.print(
            "[yellow]guichet: the broker does not answer yet; requests are taken in meanwhile[/]",
            highlight=False,
        )

    def ready(
        self, settings: Settings, accounts: Sequence[DemonstrationAccount], seconds: float
    ) -> None:
        """Everything runs: where, as whom, and how it is stopped."""
        self._console.print(_addresses(settings))
        if accounts:
            self._console.print(_people(accounts))
        self._console.print(
            f"[bold green]ready in {seconds:.0f} s[/] - Ctrl-C stops everything", highlight=False
        )


def _addresses(settings: Settings) -> Table:
    table = _table("Guichet", "page", "address")
    table.add_row("the desk", f"{settings.public_url}/")
    if settings.demonstration:
        table.add_row("a customer's bank", f"http://{LOOPBACK}:{settings.demo_site_port}/")
    table.add_row("logs", str(settings.var_dir / "log"))
    return table


def _people(accounts: Sequence[DemonstrationAccount]) -> Table:
    table = _table("Demonstration accounts", "login", "password", "role", "name")
    for account in accounts:
        table.add_row(account.login, account.password, account.role, account.name)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        # A folded address or password could not be copied.
        table.add_column(column, no_wrap=True, overflow="ignore")
    return table
