"""`make features`: a line per feature with the tests that prove it, or `missing`.

Proofs come from the last run of the tests: pytest's marks (`tests.feature_marks`) and vitest's
names (`@PORT-01` anywhere in the name of a test). A test that was skipped or failed proves
nothing. A feature that has `since` in the catalogue was proven once: losing it is a failure.

    python -m tests.feature_report keep     writes `since` for what is proven for the first time
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.features import CATALOGUE, RESULTS, Feature, catalogue

_TAG = re.compile(r"@([A-Z]{4}-\d{2})\b")
#: More tests than this are counted, not named.
_NAMED = 3


class UnknownFeatureError(Exception):
    """A test names a feature that the catalogue does not have."""


def main() -> int:
    """Prints the report; returns 1 when something once proven is not proven any more."""
    proofs = gather(RESULTS)
    for feature in catalogue().values():
        print(line(feature, proofs.get(feature.id, [])))
    lost = lost_features(catalogue(), proofs)
    print(f"{len(proofs)} of {len(catalogue())} features proven")
    for feature in lost:
        print(f"LOST: {feature.id} was proven since {feature.since}", file=sys.stderr)
    return 1 if lost else 0


def keep() -> int:
    """Notes in the catalogue what the last run has proven for the first time; returns 0."""
    proven = {number for number in gather(RESULTS) if catalogue()[number].since is None}
    text = CATALOGUE.read_text(encoding="utf-8")
    CATALOGUE.write_text(noted(text, proven, version("guichet")), encoding="utf-8")
    print(f"noted since {version('guichet')}: {', '.join(sorted(proven)) or 'nothing new'}")
    return 0


def noted(text: str, proven: set[str], since: str) -> str:
    """The catalogue's text with `since` added to the features in `proven`."""
    numbers = "|".join(sorted(proven)) or "nothing"
    entry = re.compile(rf'^(\[(?:{numbers})\]\ntitle = ".*"\n)', re.MULTILINE)
    return entry.sub(rf'\1since = "{since}"\n', text)


def gather(results: Path) -> dict[str, list[str]]:
    """The names of the tests that passed, by the feature they prove.

    Raises UnknownFeatureError when a name carries an id that is not in the catalogue.
    """
    proofs: dict[str, set[str]] = defaultdict(set)
    for number, test in (*_from_pytest(results), *_from_vitest(results)):
        if number not in catalogue():
            raise UnknownFeatureError(f"{test} names the unknown feature {number}")
        proofs[number].add(test)
    return {number: sorted(tests) for number, tests in proofs.items()}


def lost_features(known: dict[str, Feature], proofs: dict[str, list[str]]) -> list[Feature]:
    """The features that were proven once and are not in `proofs`."""
    return [feature for feature in known.values() if feature.since and feature.id not in proofs]


def line(feature: Feature, tests: list[str]) -> str:
    """What the report says of one feature."""
    named = ", ".join(test.removeprefix("tests/") for test in tests[:_NAMED])
    more = f" and {len(tests) - _NAMED} more" if len(tests) > _NAMED else ""
    return f"{feature.id}  {feature.title}\n         {named + more or 'missing'}"


def _from_pytest(results: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(results.glob("pytest-*.json")):
        for number, tests in json.loads(file.read_text()).items():
            yield from ((number, test) for test in tests)


def _from_vitest(results: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(results.glob("vitest*.json")):
        for suite in json.loads(file.read_text())["testResults"]:
            for test in suite["assertionResults"]:
                if test["status"] == "passed":
                    yield from (
                        (number, test["fullName"]) for number in _TAG.findall(test["fullName"])
                    )


if __name__ == "__main__":
    sys.exit(keep() if sys.argv[1:] == ["keep"] else main())
