"""What a wallboard's figures mean, request by request."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clock import HOUR, MINUTE, SECOND, Millis
from routing.service_level import Rule, Variant
from tests.wallboard_days import time_of
from webui.live.wallboard_day import day_of
from webui.live.wallboard_facts import Fact
from webui.live.wallboard_tally import Group, Tally, variant_of

DAY = day_of(time_of("2026-11-21", "12:00", "Europe/Paris"), "Europe/Paris")
NOON = DAY.begins + 12 * HOUR
CARDS, LOANS, DOOR = "cards", "loans", "door"


def a_group(**rules: Rule) -> Group:
    return Group(frozenset({CARDS, LOANS}), frozenset({DOOR}), rules)


def a_fact(
    posted_at: Millis = NOON,
    accepted_at: Millis | None = None,
    abandoned_at: Millis | None = None,
    queue_id: str | None = CARDS,
    **given: object,
) -> Fact:
    waits = accepted_at is None and abandoned_at is None
    fields = {"waits": waits, "refused": False, "portal_id": DOOR} | given
    return Fact(posted_at, accepted_at, abandoned_at, queue_id=queue_id, **fields)  # type: ignore[arg-type]


def answered(wait: Millis, posted_at: Millis = NOON, **given: object) -> Fact:
    return a_fact(posted_at, accepted_at=posted_at + wait, **given)  # type: ignore[arg-type]


def abandoned(wait: Millis, posted_at: Millis = NOON, **given: object) -> Fact:
    return a_fact(posted_at, abandoned_at=posted_at + wait, **given)  # type: ignore[arg-type]


def tally_of(*facts: Fact, group: Group | None = None) -> Tally:
    tally = Tally(group or a_group(), DAY)
    for number, fact in enumerate(facts):
        tally.change(str(number), None, fact)
    return tally


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.offered, tally.answered, tally.abandoned, len(tally.waiting)


def test_each_request_is_offered_and_then_waits_is_answered_or_abandoned():
    tally = tally_of(a_fact(), answered(SECOND), abandoned(SECOND), answered(MINUTE))
    assert counts(tally) == (4, 2, 1, 1)
    assert tally.longest_wait_since == NOON


def test_a_refused_request_was_never_offered():
    assert counts(tally_of(a_fact(refused=True, waits=False))) == (0, 0, 0, 0)


def test_a_request_belongs_by_its_queue_or_by_its_portal_once():
    tally = tally_of(
        a_fact(queue_id=CARDS, portal_id="elsewhere"),
        a_fact(queue_id=None, portal_id=DOOR),
        a_fact(queue_id=LOANS, portal_id=DOOR),
        a_fact(queue_id="foreign", portal_id="elsewhere"),
    )
    assert len(tally.waiting) == tally.offered == 3


def test_who_waits_across_midnight_is_answered_today_but_was_offered_yesterday():
    late = DAY.begins - 30 * SECOND
    tally = tally_of(answered(MINUTE, late), abandoned(MINUTE, late), a_fact(late))
    assert counts(tally) == (0, 1, 1, 1)
    assert tally.slots(DAY.begins).waiting == [1]
    assert tally.slots(DAY.begins + HOUR).answered[0] == 1


def test_what_was_over_before_midnight_counts_nowhere():
    early = DAY.begins - HOUR
    assert counts(tally_of(answered(MINUTE, early), abandoned(MINUTE, early))) == (0, 0, 0, 0)


def test_who_came_back_into_line_waits_and_stays_answered():
    tally = tally_of(answered(SECOND, waits=True))
    assert counts(tally) == (1, 1, 0, 1)
    assert tally.slots(NOON).waiting[-1] == 1


def test_a_wait_is_never_negative():
    tally = tally_of(answered(-5 * SECOND))
    assert tally.service_level == 1.0
    assert max(tally.slots(NOON).longest_wait) == 0


@pytest.mark.parametrize(
    ("variant", "share"),
    [(Variant.MISSED, 2 / 5), (Variant.MET_WHEN_EARLY, 3 / 5), (Variant.LEFT_OUT, 2 / 3)],
)
def test_the_service_level_in_its_variants(variant: Variant, share: float):
    group = a_group(cards=Rule(20 * SECOND, variant, 5 * SECOND))
    tally = tally_of(
        answered(1 * SECOND),
        answered(20 * SECOND),
        answered(21 * SECOND),
        abandoned(4 * SECOND),
        abandoned(6 * SECOND),
        abandoned(60 * SECOND),
        group=group,
    )
    assert tally.service_level == share


def test_numerators_and_denominators_add_up_over_queues_with_different_rules():
    group = a_group(cards=Rule(10 * SECOND), loans=Rule(60 * SECOND), door=Rule(SECOND))
    tally = tally_of(
        answered(30 * SECOND, queue_id=CARDS),
        answered(30 * SECOND, queue_id=LOANS),
        answered(2 * SECOND, queue_id=None),
        group=group,
    )
    assert tally.service_level == 1 / 3
    assert variant_of(group) == ("missed", None)


def test_differing_variants_are_called_mixed_and_one_is_called_by_its_name():
    missed, left_out = Rule(), Rule(variant=Variant.LEFT_OUT)
    assert variant_of(a_group(cards=missed, loans=left_out))[0] == "mixed"
    assert variant_of(a_group(cards=left_out, loans=left_out)) == ("left_out", 20 * SECOND)
    assert variant_of(a_group()) == ("missed", None)


def test_no_share_before_anything_counts():
    assert tally_of(a_fact(), abandoned(SECOND)).service_level is None


def test_the_day_by_quarter_hours():
    first, second = DAY.begins, DAY.begins + 15 * MINUTE
    tally = tally_of(answered(40 * SECOND, first), abandoned(16 * MINUTE, first), a_fact(second))
    slots = tally.slots(second)
    assert (slots.offered, slots.answered, slots.abandoned) == ([2, 1], [1, 0], [0, 1])
    assert slots.waiting == [1, 1]
    assert slots.longest_wait == [40 * SECOND, 16 * MINUTE]
    assert slots.service_level == [0.0, 0.0]


moments = st.integers(DAY.begins - 2 * HOUR, DAY.begins + 20 * HOUR)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    posted_at, wait = draw(moments), draw(st.integers(-SECOND, 3 * HOUR))
    waits, is_answered = a_fact(posted_at), answered(wait, posted_at)
    return draw(st.sampled_from((waits, is_answered, abandoned(wait, posted_at))))


@given(st.lists(facts(), max_size=60), st.integers())
def test_changing_requests_one_by_one_gives_what_adding_up_anew_gives(found: list[Fact], seed: int):
    changed = Tally(a_group(), DAY)
    for number, fact in enumerate(found):
        waited = a_fact(fact.posted_at)
        changed.change(str(number), None, waited)
        if fact != waited:
            changed.change(str(number), waited, fact)
    order = list(enumerate(found))
    random.Random(seed).shuffle(order)
    anew = Tally(a_group(), DAY)
    for number, fact in order:
        anew.change(str(number), None, fact)
    now = DAY.begins + 23 * HOUR
    assert counts(changed) == counts(anew)
    assert changed.slots(now) == anew.slots(now)
    assert changed.service_level == anew.service_level


@given(st.lists(facts(), max_size=60))
def test_who_waited_at_midnight_and_who_came_are_answered_abandoned_or_wait(found: list[Fact]):
    tally = tally_of(*found)
    earlier = [fact for fact in found if fact.posted_at < DAY.begins]
    at_midnight = [one for one in earlier if one.ended_at is None or one.ended_at >= DAY.begins]
    offered, *rest = counts(tally)
    assert len(at_midnight) + offered == sum(rest)
    assert all(value >= 0 for value in tally.slots(DAY.begins + 23 * HOUR).waiting)
    assert tally.service_level is None or 0 <= tally.service_level <= 1
