"""Files whose tests take long begin first, so that no processor is idle while the last of them ends.

Nothing but the order rests on these figures: a file may be missing here, or be another's by now.
"""

import pytest

#: Seconds that a file's tests take while the others run beside them, where it is more than half a minute.
SECONDS = {
    "tests/acceptance/chaos/test_bad_luck.py": 220,
    "tests/acceptance/test_replay.py": 200,
    "tests/acceptance/test_up.py": 190,
    "tests/acceptance/chaos/test_chat_survives.py": 160,
    "tests/acceptance/chaos/test_kills.py": 150,
    "tests/acceptance/test_reports.py": 110,
    "tests/acceptance/test_wallboard.py": 100,
    "tests/acceptance/test_alerts.py": 90,
    "tests/acceptance/test_bad_input.py": 60,
    "tests/acceptance/test_conversation.py": 60,
    "tests/acceptance/test_waiting_room.py": 60,
    "tests/property/test_routing_walk.py": 120,
    "tests/integration/workers/test_routing_worker.py": 110,
    "tests/integration/config/test_broker_care.py": 90,
    "tests/integration/webui/test_live_desk.py": 90,
    "tests/integration/webui/test_wallboard.py": 90,
    "tests/integration/webui/test_web_process.py": 80,
    "tests/integration/workers/test_failures.py": 50,
    "tests/integration/webui/test_forms.py": 50,
    "tests/integration/workers/test_mail_worker.py": 40,
    "tests/integration/exports/test_export_day.py": 40,
    "tests/integration/workers/test_reports.py": 35,
    "tests/integration/workers/test_report_files.py": 35,
    "tests/integration/broker/test_event_stream.py": 35,
    "tests/integration/broker/test_broker.py": 35,
    "tests/integration/broker/test_broker_node.py": 30,
    "tests/integration/outbox/test_outbox.py": 35,
    "tests/integration/reports/test_bank_fortnight.py": 30,
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sorts the files, longest first; within a file the order stays."""
    items.sort(key=lambda item: -SECONDS.get(_file(config, item), 0))


def _file(config: pytest.Config, item: pytest.Item) -> str:
    return item.path.relative_to(config.rootpath).as_posix()
