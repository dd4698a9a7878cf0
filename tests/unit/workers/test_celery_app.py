"""The Celery application as it is composed."""

import pytest

from config.settings import Settings, SettingsError
from routing import topology
from workers.app import (
    BATCH_TASKS,
    ROUTING_TASKS,
    batch_worker_argv,
    create_app,
    routing_worker_argv,
)
from workers.base import Work
from workers.reconnecting import ReconnectingConsumer
from workers.schedule import SCHEDULE


@pytest.fixture
def app(tmp_path):
    settings = Settings(var_dir=tmp_path, broker_url="amqp://nowhere.invalid//")
    made = create_app(settings, (*ROUTING_TASKS, *BATCH_TASKS))
    made.loader.import_default_modules()
    made.finalize()
    return made


def _tasks(app):
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_is_acknowledged_late_and_rejected_into_dead_when_it_fails_for_good(app):
    tasks = _tasks(app)

    assert tasks
    for task in tasks.values():
        assert isinstance(task, Work)
        assert task.acks_late
        assert task.reject_on_worker_lost
        assert not task.acks_on_failure_or_timeout


def test_the_tasks_that_routing_sends_by_name_exist(app):
    sent = {"portal.screen", "acd.match", "escalation.alert", "deadline.act", "mail.send"}

    assert sent <= _tasks(app).keys()


def test_the_schedule_sends_existing_tasks_to_existing_queues(app):
    for entry in SCHEDULE.values():
        assert entry["task"] in _tasks(app)
        assert topology.queue_for(entry["options"]["queue"]) is not None


def test_each_queue_is_consumed_by_exactly_one_kind_of_worker(tmp_path):
    settings = Settings(var_dir=tmp_path)
    taken = [
        name
        for argv in (routing_worker_argv(settings), batch_worker_argv(settings))
        for name in argv[argv.index("--queues") + 1].split(",")
    ]

    consumed = [q.name for q in (*topology.ROUTING_QUEUES, *topology.BATCH_QUEUES)]
    assert sorted(taken) == sorted(consumed)


def test_celerys_own_delay_queues_are_not_declared():
    steps = ReconnectingConsumer.Blueprint.default_steps

    assert not any("delayed_delivery" in step for step in steps)


def test_a_process_run_by_hand_without_a_broker_says_which_setting_is_missing(tmp_path):
    with pytest.raises(SettingsError, match="GUICHET_BROKER_URL"):
        create_app(Settings(var_dir=tmp_path))
