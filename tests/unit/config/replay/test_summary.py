"""The figures are counted from what was seen, in the file's own seconds."""

from config.replay.ledger import Answer, count
from config.replay.summary import summarise, waits
from tests.unit.config.replay.seen import NOON, abandoned, answered, failed, refused


def test_everybody_offered_is_answered_abandoned_refused_or_failed():
    calls = [answered(1), answered(2), abandoned(3), refused(4), failed(5)]

    summary = summarise(calls, speed=1)

    assert (summary.offered, summary.answered, summary.abandoned) == (5, 2, 1)
    assert (summary.refused, summary.failed, summary.open) == (1, 1, 0)


def test_waits_are_told_in_the_files_seconds():
    summary = summarise([answered(1, wait=500), answered(2, wait=1_500)], speed=120)

    assert (summary.waits_answered.mean, summary.waits_answered.longest) == (120.0, 180.0)


def test_waits_of_those_who_left_are_counted_apart():
    summary = summarise([answered(1, wait=100), abandoned(2, wait=2_000)], speed=10)

    assert summary.waits_answered.count == 1
    assert summary.waits_abandoned.median == 20.0


def test_each_agent_has_those_they_served_and_the_time_it_took():
    calls = [answered(1, "DORIT", handling=2_000), answered(2, "DORIT", handling=4_000)]

    dorit, tova = summarise(calls, speed=60, agents=["TOVA", "DORIT"]).agents

    assert (dorit.agent, dorit.served, dorit.handling, dorit.mean_handling) == (
        "DORIT",
        2,
        360.0,
        180.0,
    )
    assert (tova.agent, tova.served, tova.mean_handling) == ("TOVA", 0, 0.0)


def test_who_hung_up_in_the_moment_of_the_answer_was_answered():
    call = answered(1)
    call.left_at = NOON + 501

    summary = summarise([call], speed=1)

    assert (summary.answered, summary.abandoned) == (1, 0)


def test_who_was_served_by_a_second_agent_waited_for_the_first():
    call = answered(1, "DORIT", wait=100)
    call.answers.append(Answer("TOVA", "s9", NOON + 9_000, NOON + 9_500))

    summary = summarise([call], speed=1)

    assert summary.served_twice == 1
    assert summary.waits_answered.longest == 0.1
    assert [figures.served for figures in summary.agents] == [1, 1]


def test_a_day_cut_short_says_how_many_are_open():
    waiting = abandoned(1)
    waiting.left_at = None

    assert summarise([waiting], speed=1).open == 1
    assert count([waiting, answered(2)]).waiting == 1


def test_nothing_seen_gives_nothing():
    assert summarise([], speed=1).offered == 0
    assert waits([]).mean == 0.0
