"""pytest plugin: `@pytest.mark.feature("ROUT-02")` on a test that passes proves that feature.

A run writes what it proved to `var/test-results/pytest-<process>.json`; `tests.feature_report`
reads it. A mark with an id that the catalogue does not know fails the collection.
"""

import json
import os
from collections import defaultdict

import pytest

from tests.features import RESULTS, catalogue


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Recorder(config), "feature-recorder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unknown = sorted(
        f"{item.nodeid}: {number}"
        for item in items
        for number in _ids(item)
        if number not in catalogue()
    )
    if unknown:
        raise pytest.UsageError("marks of unknown features:\n" + "\n".join(unknown))
    for item in items:
        item.user_properties.extend(("feature", number) for number in _ids(item))


def _ids(item: pytest.Item) -> list[str]:
    return [number for mark in item.iter_markers("feature") for number in mark.args]


class _Recorder:
    """Collects the reports, also those that pytest-xdist's workers send to the main process."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.proofs: dict[str, set[str]] = defaultdict(set)
        self.spoilt: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.skipped:
            self.spoilt.add(report.nodeid)
        elif report.when == "call":
            for name, number in report.user_properties:
                if name == "feature":
                    self.proofs[str(number)].add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        if hasattr(self.config, "workerinput"):
            return
        proofs = {
            number: sorted(tests - self.spoilt) for number, tests in sorted(self.proofs.items())
        }
        RESULTS.mkdir(parents=True, exist_ok=True)
        path = RESULTS / f"pytest-{os.getpid()}.json"
        path.write_text(json.dumps({n: t for n, t in proofs.items() if t}, indent=1))
