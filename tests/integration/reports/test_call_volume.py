"""Call volume by hand: midnight, changed clocks, variants, customers who come again."""

import pytest

from routing.clock import DAY, HOUR, MINUTE, SECOND
from tests.builders import a_portal, a_queue
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read


@pytest.fixture
def company(database, clock):
    clock.now = moment("2027-01-01 12:00")
    return Company.new(database)


def volume(company, first, last=None, by="day", **given):
    return read(
        company.database, company.id, "call_volume", first=first, last=last or first, by=by, **given
    )


def test_each_event_counts_on_its_own_side_of_midnight(company):
    midnight = moment("2026-06-02 00:00")
    company.answered(midnight - MINUTE, 2 * MINUTE, 5 * MINUTE)
    company.request(midnight - SECOND, 2 * SECOND)
    company.answered(midnight - MINUTE, MINUTE - 1, HOUR)
    rows = volume(company, "2026-06-01", "2026-06-02").rows
    monday, tuesday = rows["2026-06-01"], rows["2026-06-02"]
    assert (monday["offered"], monday["answered"], monday["abandoned"]) == (3, 1, 0)
    assert (tuesday["offered"], tuesday["answered"], tuesday["abandoned"]) == (0, 1, 1)
    # A session over midnight belongs to the day it began.
    assert (monday["session_max"], tuesday["session_max"]) == (HOUR, 5 * MINUTE)
    assert volume(company, "2026-06-01").notes["waited_at_end"] == {"count": 2}


def test_the_day_of_25_hours_has_one_long_hour(company):
    for fold in (0, 1):
        company.request(moment("2026-10-25 02:30", fold=fold), SECOND)
    company.request(moment("2026-10-25 23:59"), SECOND)
    hours = volume(company, "2026-10-25", by="hour")
    assert [hours.rows[hour]["offered"] for hour in (1, 2, 3, 23)] == [0, 2, 0, 1]
    assert len(hours.rows) == 24
    period = hours.result["period"]
    assert period["to"] - period["from"] == 25 * HOUR
    assert volume(company, "2026-10-25").total["offered"] == 3


def test_the_day_of_23_hours_leaves_an_hour_out(company):
    company.request(moment("2026-03-29 01:59"), 2 * MINUTE)
    hours = volume(company, "2026-03-29", by="hour").rows
    assert (hours[1]["offered"], hours[2]["offered"], hours[3]["abandoned"]) == (1, 0, 1)
    assert hours[3]["longest_wait"] == 2 * MINUTE


def test_half_an_hour_can_come_twice(database):
    company = Company.new(database, zone="Australia/Lord_Howe")
    for fold in (0, 1):
        company.request(moment("2026-04-05 01:45", "Australia/Lord_Howe", fold), SECOND)
    assert volume(company, "2026-04-05", by="hour").rows[1]["offered"] == 2
    period = volume(company, "2026-04-05").result["period"]
    assert period["to"] - period["from"] == 24.5 * HOUR


def test_another_zone_draws_other_days(company):
    company.request(moment("2026-06-01 23:30"), SECOND)
    rows = volume(company, "2026-06-01", "2026-06-02", zone="Asia/Tokyo").rows
    assert (rows["2026-06-01"]["offered"], rows["2026-06-02"]["offered"]) == (0, 1)


@pytest.mark.feature("REPT-17")
@pytest.mark.parametrize(
    ("variant", "level"),
    # Two answered of which one in time, abandons after 3 s (short), 10 s (early) and 60 s.
    [("missed", 1 / 4), ("met_when_early", 2 / 4), ("left_out", 1 / 2)],
)
def test_the_service_level_is_that_of_the_queues_variant(database, variant, level):
    company = Company.new(database, service_level_variant=variant)
    noon = moment("2026-06-01 12:00")
    company.answered(noon, 20 * SECOND, MINUTE)
    company.answered(noon, 20 * SECOND + 1, MINUTE)
    for wait in (3, 10, 60):
        company.request(noon, wait * SECOND)
    report = volume(company, "2026-06-01", by="queue")
    assert report.total["service_level"] == level
    assert report.total["service_level_variant"] == variant
    figure = next(f for f in report.result["figures"] if f["key"] == "service_level")
    assert (figure["note"], figure["data"]) == (
        variant,
        {"within": 20 * SECOND, "short_abandon": 5 * SECOND},
    )
    assert report.result["rules"] == [
        {
            "names": ("Orders",),
            "variant": variant,
            "within": 20 * SECOND,
            "short_abandon": 5 * SECOND,
        }
    ]
    assert (report.total["abandoned"], report.total["short_abandoned"]) == (3, 1)
    assert report.total["abandonment"] == 0.5


@pytest.mark.feature("REPT-17")
def test_queues_of_several_variants_are_called_mixed(company):
    other = a_queue(
        company.database, company.id, "returns",
        service_level_variant="left_out", service_level_within=30 * SECOND,
    )  # fmt: skip
    noon = moment("2026-06-01 12:00")
    company.answered(noon, SECOND, MINUTE)
    company.answered(noon, MINUTE, MINUTE, queue_id=other.id)
    report = volume(company, "2026-06-01", by="queue")
    assert [row["service_level_variant"] for row in report.rows.values()] == ["missed", "left_out"]
    assert report.total["service_level_variant"] == "mixed"
    assert report.total["service_level"] == 0.5
    figure = next(f for f in report.result["figures"] if f["key"] == "service_level")
    assert figure["data"] == {"within": None, "short_abandon": 5 * SECOND}
    assert [(rule["names"], rule["within"]) for rule in report.result["rules"]] == [
        (("Orders",), 20 * SECOND),
        (("Returns",), 30 * SECOND),
    ]


def test_a_standard_portal_has_a_service_level_of_its_own(company):
    portal = a_portal(company.database, company.id, name="Help", service_level_within=2 * SECOND)
    noon = moment("2026-06-01 12:00")
    company.answered(noon, 3 * SECOND, MINUTE, portal_id=portal.id, queue_id=None)
    by_portal = volume(company, "2026-06-01", by="portal").rows
    assert by_portal["Help"]["service_level"] == 0
    assert by_portal["Shop"]["offered"] == 0
    # It has no queue, which is a row of its own.
    assert volume(company, "2026-06-01", by="queue").rows[None]["answered"] == 1
    chosen = volume(company, "2026-06-01", by="queue", queues=[company.queue.id])
    assert (list(chosen.rows), chosen.total["answered"]) == (["Orders"], 0)


def test_things_of_the_same_name_are_told_apart(company):
    bank = company.database, company.id
    twins = [a_portal(*bank, name="Help", key=f"help-{company.id}-{n}") for n in (1, 2)]
    a_queue(*bank, "orders-2", name="Orders")
    by_portal = volume(company, "2026-06-01", by="portal", portals=[portal.id for portal in twins])
    assert list(by_portal.rows) == [f"Help ({portal.key})" for portal in twins]
    by_queue = volume(company, "2026-06-01", by="queue")
    assert list(by_queue.rows) == ["Orders (orders)", "Orders (orders-2)"]


def test_queues_stand_in_the_order_of_names(company):
    for name in ("zinc", "Éclairs", "emails"):
        a_queue(company.database, company.id, name, name=name)
    rows = volume(company, "2026-06-01", by="queue").rows
    assert list(rows) == ["Éclairs", "emails", "Orders", "zinc"]


@pytest.mark.feature("REPT-11")
def test_waits_times_and_faces_by_their_definitions(company):
    noon = moment("2026-06-01 12:00")
    company.answered(noon, 10 * SECOND, 4 * MINUTE, face=5, session_wrap_up=30 * SECOND)
    company.answered(noon, 21 * SECOND, 2 * MINUTE, face=2)
    company.answered(noon, 5 * SECOND, 0, session_state="active", session_ended_at=None,
                     state="in_session", closed_at=None)  # fmt: skip
    company.request(noon, 3 * MINUTE)
    company.request(noon, state="refused")
    total = volume(company, "2026-06-01").total
    assert (total["offered"], total["answered"], total["abandoned"]) == (4, 3, 1)
    waits = [total[key] for key in ("wait_min", "wait_average", "wait_max", "longest_wait")]
    assert waits == [5 * SECOND, 12 * SECOND, 21 * SECOND, 3 * MINUTE]
    times = [total[key] for key in ("session_min", "session_average", "session_max")]
    assert times == [2 * MINUTE, 3 * MINUTE, 4 * MINUTE]
    assert (total["wrap_up_average"], total["handling_average"]) == (15_000, 195_000)
    assert (total["satisfaction"], total["satisfied"]) == (3.5, 0.5)


def test_who_still_waits_is_the_longest_wait(company, clock):
    clock.now = moment("2026-06-01 12:00")
    company.request(clock.now - HOUR, state="waiting", closed_at=None)
    report = volume(company, "2026-06-01")
    assert report.total["longest_wait"] == HOUR
    assert report.total["wait_max"] is None
    assert report.notes["not_over"] == {"as_of": clock.now}
    assert report.notes["still_waiting"] == {"count": 1}


def test_who_waits_since_yesterday_is_todays_longest_wait(company, clock):
    clock.now = moment("2026-06-02 08:00")
    company.request(clock.now - 10 * HOUR, state="waiting", closed_at=None)
    rows = volume(company, "2026-06-01", "2026-06-02").rows
    assert [row["longest_wait"] for row in rows.values()] == [None, 10 * HOUR]
    assert volume(company, "2026-06-01").total["longest_wait"] == 2 * HOUR
    assert volume(company, "2026-06-03").total["longest_wait"] is None


def test_nothing_is_negative_though_clocks_went_wrong(company):
    noon = moment("2026-06-01 12:00")
    company.answered(noon, -5 * SECOND, -MINUTE, session_wrap_up=-SECOND)
    company.request(noon, -SECOND)
    total = volume(company, "2026-06-01").total
    assert [value for value in total.values() if isinstance(value, int) and value < 0] == []
    assert (total["answered"], total["abandoned"], total["wait_min"]) == (1, 1, 0)


@pytest.mark.feature("REPT-11")
def test_first_contact_resolution_knows_customers_by_their_address(company):
    noon = moment("2026-06-01 12:00")
    company.answered(noon, SECOND, MINUTE, customer_email="zoe@example.org")
    company.answered(noon, SECOND, MINUTE, customer_email="max@example.org")
    company.answered(noon, SECOND, MINUTE, customer_email="eve@example.org",
                     session_resolution="unresolved")  # fmt: skip
    company.answered(noon, SECOND, MINUTE, customer_email="late@example.org")
    company.answered(noon, SECOND, MINUTE)
    company.request(noon + 6 * DAY, SECOND, customer_email=" Max@Example.org ")
    company.request(noon + 8 * DAY, SECOND, customer_email="late@example.org")
    report = volume(company, "2026-06-01")
    assert report.total["first_contact_resolution"] == 0.5


def test_who_comes_again_does_so_within_a_week_of_the_sessions_end(company):
    evening = moment("2026-06-01 20:00")
    company.answered(evening, SECOND, 3 * DAY, customer_email="zoe@example.org")
    company.request(evening + 3 * DAY + 6 * DAY, SECOND, customer_email="zoe@example.org")
    company.answered(evening, SECOND, 3 * DAY, customer_email="max@example.org")
    company.request(evening + 3 * DAY + 8 * DAY, SECOND, customer_email="max@example.org")
    assert volume(company, "2026-06-01").total["first_contact_resolution"] == 0.5


def test_first_contact_resolution_is_final_a_week_after_the_last_session_ended(company, clock):
    evening = moment("2026-06-01 20:00")
    session = company.answered(evening, SECOND, 3 * DAY, customer_email="zoe@example.org")
    final = session.ended_at + 7 * DAY
    clock.now = final - 1
    assert volume(company, "2026-06-01").notes["first_contact_not_final"] == {"until": final}
    clock.now = final
    assert "first_contact_not_final" not in volume(company, "2026-06-01").notes
