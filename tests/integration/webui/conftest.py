"""A served web application with a company, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.webui.scene import Scene, a_scene
from tests.services import free_port
from tests.serving import serving, web_application


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'guichet.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    """A company with two agents and a portal, served over HTTP; no broker."""
    with (
        web_application(
            tmp_path, database_url=database_url, port=free_port(), background=True
        ) as web,
        serving(web) as address,
    ):
        scene = a_scene(web, address)
        yield scene
        scene.leave()
