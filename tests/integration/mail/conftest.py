"""A company whose mail is sent, on both databases, with a clock the test moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.settings import Settings
from routing.database import Database
from tests.builders import FakeClock, a_company
from tests.integration.mail.post_office import PostOffice
from tests.mail_server import RunningMailServer, mail_server
from tests.migrated import KINDS, migrated_database

CLOCK = FakeClock()


@pytest.fixture(scope="session", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A migrated database."""
    with migrated_database(request, tmp_path_factory, CLOCK) as made:
        yield made


@pytest.fixture
def server() -> Iterator[RunningMailServer]:
    """A mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def office(database: Database, tmp_path: Path, server: RunningMailServer) -> PostOffice:
    """A company's mail, sent to `server`."""
    exports = tmp_path / "exports"
    exports.mkdir()
    settings = Settings(
        var_dir=tmp_path,
        export_dir=exports,
        smtp_url=SecretStr(server.url),
        mail_from="Banque Exemple <guichet@bank.example>",
    )
    return PostOffice(database, settings, a_company(database), CLOCK)
