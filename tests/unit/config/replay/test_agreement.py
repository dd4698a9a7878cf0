"""The database is held against what was seen, to the call."""

from collections.abc import Sequence
from dataclasses import replace

from config.replay.agreement import Recorded, Served, differences
from config.replay.ledger import Seen
from config.replay.summary import summarise
from tests.unit.config.replay.seen import abandoned, answered, refused

CALLS = [answered(1, "DORIT"), abandoned(2), refused(3)]
ROWS = [
    Recorded("r1", "closed", (Served("s1", "dorit", is_ended=True),)),
    Recorded("r2", "abandoned"),
]


def found(calls: Sequence[Seen], rows: Sequence[Recorded]) -> list[str]:
    return differences(calls, summarise(calls, 1), rows)


def test_when_both_say_the_same_there_is_no_difference():
    assert found(CALLS, ROWS) == []


def test_a_request_that_is_missing_is_named():
    assert "call c2 (line 2): posted as r2, not in the database" in found(CALLS, ROWS[:1])


def test_a_request_that_nobody_posted_is_named():
    assert "request r9 is in the database (waiting) and was never posted" in found(
        CALLS, [*ROWS, Recorded("r9", "waiting")]
    )


def test_another_outcome_is_named():
    rows = [ROWS[0], Recorded("r2", "waiting")]

    assert "call c2 (line 2): seen abandoned, the database says waiting" in found(CALLS, rows)


def test_another_agent_is_named_and_the_totals_differ():
    rows = [replace(ROWS[0], sessions=(Served("s1", "tova", is_ended=True),)), ROWS[1]]

    assert found(CALLS, rows) == [
        "call c1 (line 1): served by dorit, the database says tova",
        "served by dorit: seen 1, the database says 0",
        "served by tova: seen 0, the database says 1",
    ]


def test_a_second_session_that_nobody_saw_is_named():
    twice = (*ROWS[0].sessions, Served("s2", "tova", is_ended=True))

    assert "call c1 (line 1): served by dorit, the database says dorit, tova" in found(
        CALLS, [replace(ROWS[0], sessions=twice), ROWS[1]]
    )


def test_a_session_that_did_not_end_is_named():
    rows = [replace(ROWS[0], sessions=(Served("s1", "dorit", is_ended=False),)), ROWS[1]]

    assert "call c1 (line 1): a session of it has not ended in the database" in found(CALLS, rows)
