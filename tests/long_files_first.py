"""Files whose tests take long begin first, so that no processor is idle while the last of them ends.

Nothing but the order rests on these figures: a file may be missing here, or be another's by now.
"""


import pytest

#: Seconds that a file's tests take while the others run beside them, where it is more than half a minute.
SECONDS: dict[str, int] = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sorts the files, longest first; within a file the order stays."""
    items.sort(key=lambda item: -SECONDS.get(_file(config, item), 0))


def _file(config: pytest.Config, item: pytest.Item) -> str:
    return item.path.relative_to(config.rootpath).as_posix()
