"""A product of these tests' own: they kill it."""

from collections.abc import Iterator

import pytest

from tests.running import RunningGuichet, running_guichet


@pytest.fixture
def chaos_guichet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGuichet]:
    """A whole product with nobody in it, for one test."""
    directory = tmp_path_factory.mktemp("chaos")
    with running_guichet(directory, demonstration=False, log_level="warning") as guichet:
        yield guichet
