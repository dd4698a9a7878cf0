"""A web application on SQLite for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Web, web_application


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """An application of its own, nothing in the background."""
    with web_application(tmp_path) as application:
        yield application
