"""What one process that runs tasks holds: its database, its line to the broker, its publisher."""

from __future__ import annotations

from config.settings import Settings, SettingsError
from routing.broker import Broker
from routing.database import Database
from routing.outbox import Publisher


def broker_url(settings: Settings) -> str:
    """The broker's address; raises SettingsError when a process run by hand was told none."""
    if settings.broker_url is None:
        raise SettingsError(
            "GUICHET_BROKER_URL: must be set for a process that runs on its own "
            "('guichet up' starts a broker and sets it)"
        )
    return settings.broker_url


class Process:
    """Opened after the fork in each process that runs tasks, and never shared across one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        self.broker = Broker(broker_url(settings))
        self._publisher = Publisher(self.database, self.broker)
        self._publisher.start()

    def close(self) -> None:
        """Publishes what is still owed, if the broker lets it, and closes every connection."""
        self._publisher.stop()
        self.broker.close()
        self.database.dispose()
