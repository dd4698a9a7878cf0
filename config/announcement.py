"""What `guichet up` tells the person who started it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

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
        self._console.print(f"[yellow]guichet: {what}[/]", highlight=False)

    def ready(self, settings: Settings, accounts: Sequence[object], seconds: float) -> None:
        """Everything runs: where, as whom, and how it is stopped."""
        self._console.print(self._addresses(settings))
        self._console.print(
            f"[bold green]ready in {seconds:.0f} s[/] - Ctrl-C stops everything", highlight=False
        )

    def _addresses(self, settings: Settings) -> Table:
        table = Table("page", "address", title="Guichet", title_justify="left")
        table.add_row("agents and supervisors", f"{settings.public_url}/")
        return table
