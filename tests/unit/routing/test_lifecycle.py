"""The state tables: what they allow, what they refuse, and that the documentation draws them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import drawing, lifecycle
from routing.errors import IllegalTransition
from routing.lifecycle import (
    FINAL_REQUEST,
    REQUEST,
    OfferHappened,
    OfferState,
    RequestHappened,
    RequestState,
    SessionHappened,
    SessionState,
)


def test_the_documentation_draws_the_tables_as_they_are():
    text = drawing.DOCUMENT.read_text(encoding="utf-8")
    assert drawing.renewed(text) == text


@given(st.sampled_from(sorted(FINAL_REQUEST)), st.sampled_from(RequestHappened))
def test_nothing_happens_to_a_request_that_has_ended(state, happened):
    with pytest.raises(IllegalTransition):
        lifecycle.next_request(state, happened)


@given(st.sampled_from(SessionHappened))
def test_nothing_happens_to_a_session_that_has_ended(happened):
    with pytest.raises(IllegalTransition):
        lifecycle.next_session(SessionState.ENDED, happened)


def test_every_state_of_a_request_can_be_reached_and_left_for_an_end():
    reached, frontier = {RequestState.POSTED}, [RequestState.POSTED]
    while frontier:
        state = frontier.pop()
        found = {after for (before, _), after in REQUEST.items() if before == state} - reached
        reached |= found
        frontier.extend(found)
    assert reached == set(RequestState)
    assert all(_ends(state) for state in RequestState)


def test_an_expired_offer_can_still_be_answered_and_an_accepted_one_not():
    assert lifecycle.next_offer(OfferState.EXPIRED, OfferHappened.YES) == OfferState.ACCEPTED
    with pytest.raises(IllegalTransition) as refused:
        lifecycle.next_offer(OfferState.ACCEPTED, OfferHappened.YES)
    assert refused.value.data == {"state": "accepted", "happened": "yes"}


def _ends(state: RequestState, seen: frozenset[RequestState] = frozenset()) -> bool:
    if state in FINAL_REQUEST:
        return True
    after = {end for (before, _), end in REQUEST.items() if before == state} - seen
    return any(_ends(next_state, seen | {state}) for next_state in after)
