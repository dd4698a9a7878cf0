"""The catalogue of features as the tests know it: ids with titles, and which must stay proven."""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
CATALOGUE = Path(__file__).with_name("features.toml")
#: Every run of a test suite leaves its proofs here, one JSON file each.
RESULTS = Path(os.environ.get("GUICHET_TEST_RESULTS", ROOT / "var" / "test-results"))


@dataclass(frozen=True)
class Feature:
    """One capability of the catalogue."""

    id: str
    title: str
    since: str | None
    """The version that first proved it: from then on its proof may not go missing."""


@cache
def catalogue() -> dict[str, Feature]:
    """Every feature by its id, in the order of the file."""
    with CATALOGUE.open("rb") as file:
        entries = tomllib.load(file)
    return {
        number: Feature(number, entry["title"], entry.get("since"))
        for number, entry in entries.items()
    }
