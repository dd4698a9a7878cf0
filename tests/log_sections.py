"""pytest plugin: a failing test's report carries the ends of the logs of what was running."""

from collections.abc import Generator

import pytest

from tests.running import RUNNING


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for guichet in RUNNING:
            report.sections.append((f"guichet up in {guichet.directory}", guichet.logs()))
    return report
