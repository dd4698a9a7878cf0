"""Triggers for the same subject fold into one more run."""

import threading

import pytest

from workers.folding import Folding

LIMIT_S = 10.0


def test_triggers_during_a_run_make_one_more_run_together():
    folding, runs = Folding(), []
    under_way, go_on = threading.Event(), threading.Event()

    def work():
        runs.append(threading.get_ident())
        under_way.set()
        go_on.wait(LIMIT_S)

    thread = threading.Thread(target=folding.run, args=("queue", work))
    thread.start()
    under_way.wait(LIMIT_S)
    for _ in range(5):
        folding.run("queue", work)
    go_on.set()
    thread.join(LIMIT_S)

    assert runs == [thread.ident] * 2


def test_another_subject_runs_at_the_same_time():
    folding, ran = Folding(), []

    folding.run("queue", lambda: folding.run("other", lambda: ran.append("other")))

    assert ran == ["other"]


def test_a_run_that_fails_says_so_and_leaves_the_next_one_free():
    folding, ran = Folding(), []

    def fail():
        raise ValueError

    with pytest.raises(ValueError):
        folding.run("queue", fail)
    folding.run("queue", lambda: ran.append(True))

    assert ran == [True]
