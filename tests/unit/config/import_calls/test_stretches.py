"""What a file tells of an agent's day: in session, available in between, and nothing twice."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from config.import_calls.stretches import AVAILABLE, IN_SESSION, Service, Span, Stretch
from config.import_calls.stretches import stretches_of as each_stretch

DAY = date(1999, 2, 1)


def stretches_of(services: Iterable[Service], taken: Sequence[Span] = ()) -> list[Stretch]:
    return list(each_stretch(services, taken))


def test_between_two_services_of_a_day_an_agent_is_available():
    services = [Service(10, 20, DAY), Service(50, 60, DAY)]

    assert stretches_of(services) == [
        Stretch(10, 20, IN_SESSION),
        Stretch(20, 50, AVAILABLE),
        Stretch(50, 60, IN_SESSION),
    ]


def test_services_that_overlap_are_one_stretch():
    services = [Service(10, 40, DAY), Service(20, 30, DAY), Service(40, 60, DAY)]

    assert stretches_of(services) == [Stretch(10, 60, IN_SESSION)]


def test_nothing_is_said_of_the_night():
    services = [Service(10, 20, DAY), Service(90, 99, DAY + timedelta(days=1))]

    assert [one.state for one in stretches_of(services)] == [IN_SESSION, IN_SESSION]


def test_a_service_of_no_length_is_no_stretch_but_a_sign_of_presence():
    assert stretches_of([Service(10, 10, DAY), Service(50, 60, DAY)]) == [
        Stretch(10, 50, AVAILABLE),
        Stretch(50, 60, IN_SESSION),
    ]


def test_what_is_known_already_stays_as_it_is():
    services = [Service(10, 20, DAY), Service(50, 60, DAY)]

    assert stretches_of(services, taken=[(15, 30), (55, 2**62)]) == [
        Stretch(10, 15, IN_SESSION),
        Stretch(30, 50, AVAILABLE),
        Stretch(50, 55, IN_SESSION),
    ]


services = st.lists(
    st.builds(
        lambda began, length: Service(began, began + length, DAY + timedelta(days=began // 500)),
        st.integers(0, 2_000),
        st.integers(0, 90),
    ),
    max_size=30,
)


@given(services, st.data())
def test_stretches_never_overlap_and_importing_them_again_adds_none(
    served: list[Service], data: st.DataObject
):
    first = stretches_of(data.draw(st.permutations(served)))
    there = [(one.began_at, one.ended_at) for one in first]

    assert all(one.began_at < one.ended_at for one in first)
    assert all(one[1] <= two[0] for one, two in pairwise(there))
    assert stretches_of(served, there) == []


@given(services)
def test_time_in_session_is_the_time_in_which_a_service_was_under_way(served: list[Service]):
    seconds = {second for one in served for second in range(one.began_at, one.ended_at)}

    told = [one for one in stretches_of(served) if one.state == IN_SESSION]

    assert sum(one.ended_at - one.began_at for one in told) == len(seconds)


@given(services, services)
def test_a_second_file_never_contradicts_the_first(one: list[Service], two: list[Service]):
    there = [(stretch.began_at, stretch.ended_at) for stretch in stretches_of(one)]

    both = sorted(there + [(new.began_at, new.ended_at) for new in stretches_of(two, there)])

    assert all(first[1] <= second[0] for first, second in pairwise(both))
