"""Looking for sessions: by day, queue, agent and text; in any order; the text is never SQL."""

import csv
import io

import pytest

from routing.clock import HOUR, MINUTE, SECOND
from routing.identifiers import new_session_number
from routing.tables import Portal, Request, Session
from tests.builders import a_queue, an_agent
from tests.integration.reports.history import Company, moment
from tests.integration.reports.reading import read

DAY = "2026-06-01"
NOON = moment(f"{DAY} 12:00")


@pytest.fixture
def company(database, clock):
    clock.now = moment("2027-01-01 12:00")
    return Company.new(database)


def sessions(company, **given):
    return read(company.database, company.id, "sessions", **{"first": DAY, **given})


def customers(company, **given):
    place = 9
    return [row[place] for row in sessions(company, **given).result["rows"]]


@pytest.mark.feature("REPT-04")
def test_a_session_is_shown_with_all_that_is_known_of_it(company):
    with company.database.transaction(company.id) as tx:
        portal = tx.get(Portal, company.portal.id)
        portal.form = [{"name": "order", "label": {"en": "Order", "fr": "Commande"}}]
        portal.post_form = [{"name": "why", "label": "Why"}]
    session = company.answered(
        NOON, 10 * SECOND, HOUR, face=4,
        customer_name="Zoé", customer_email="zoe@example.org", question="Where is it?",
        form={"order": "A-17"}, language="fr", page_url="https://shop.example/orders?id=7",
        session_ticket="T-1", session_notes="called back",
        survey_comment="thanks", survey_answers={"why": "slow"},
    )  # fmt: skip
    report = sessions(company)
    assert report.rows[session.number] == {
        "number": session.number,
        "requested_at": NOON,
        "wait": 10 * SECOND,
        "began_at": NOON + 10 * SECOND,
        "ended_at": NOON + 10 * SECOND + HOUR,
        "session_time": HOUR,
        "queue": "Orders",
        "portal": "Shop",
        "agent": "Amélie",
        "customer": "Zoé",
        "email": "zoe@example.org",
        "question": "Where is it?",
        "resolution": "resolved",
        "ticket": "T-1",
        "notes": "called back",
        "face": 4,
        "comment": "thanks",
        "answers": "Commande: A-17",
        "post_answers": "Why: slow",
        "page_url": "https://shop.example/orders?id=7",
    }
    assert report.figures == {
        "sessions": 1,
        "wait_average": 10 * SECOND,
        "session_average": HOUR,
        "satisfaction": 4,
    }
    in_file = next(csv.DictReader(io.StringIO(report.csv, newline="")))
    assert in_file["requested_at"] == "2026-06-01T12:00:00.000+02:00"
    assert (in_file["wait_s"], in_file["customer"]) == ("10.000", "Zoé")


@pytest.mark.feature("REPT-04")
def test_days_queues_and_agents_limit_what_is_found(company):
    returns = a_queue(company.database, company.id, "returns")
    bruno = an_agent(company.database, company.id, "bruno")
    midnight = moment("2026-06-02 00:00")
    company.answered(midnight - SECOND, 0, HOUR, customer_name="late")
    company.answered(midnight - SECOND, SECOND, HOUR, customer_name="next day")
    company.answered(NOON, 0, HOUR, customer_name="returns", queue_id=returns.id,
                     session_agent_id=bruno.account_id)  # fmt: skip
    assert customers(company) == ["returns", "late"]
    assert customers(company, last="2026-06-02") == ["returns", "late", "next day"]
    assert customers(company, queues=[returns.id]) == ["returns"]
    assert customers(company, agents=[company.agent.account_id]) == ["late"]
    assert customers(company, portals=[company.portal.id], agents=[bruno.account_id]) == ["returns"]


@pytest.mark.feature("REPT-04")
@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("ZOÉ", ["customer"]),
        ("élodie", ["customer"]),
        ("EXAMPLE.org", ["email"]),
        ("où EST", ["question"]),
        ("rappelée", ["notes"]),
        ("t-1", ["ticket"]),
        ("shop.example/ORDERS", ["page_url"]),
        ("LÉGÈRE", ["answers"]),
        ("très lent", ["answers"]),
        ("ÉLODIE", []),
    ],
)
def test_texts_are_found_in_the_fields_chosen_whatever_their_case(company, text, fields):
    company.answered(
        NOON, 0, MINUTE, face=1,
        customer_name="Zoé Élodie", customer_email="zoe@example.org", question="Où est-ce ?",
        form={"what": "panne légère"}, page_url="https://shop.example/orders",
        session_ticket="T-1", session_notes="Rappelée", survey_answers={"why": "Très lent"},
    )  # fmt: skip
    company.answered(NOON, 0, MINUTE, customer_name="somebody else")
    assert customers(company, text=text, fields=fields) == ["Zoé Élodie"]
    others = [field for field in ("customer", "ticket", "answers") if field not in fields]
    if fields:
        assert customers(company, text=text, fields=others) == []


@pytest.mark.parametrize(
    "text",
    ["100%", "a_b", "back\\slash", "'; DROP TABLE request; --", '" OR ""="', "%' OR 1=1 --", "\\"],
)
def test_what_means_something_to_a_database_is_plain_text(company, text):
    company.answered(NOON, 0, MINUTE, customer_name=f"has {text} in it", form={"a": text})
    company.answered(NOON, 0, MINUTE, customer_name="has 100 in it, and aXb, and backslash")
    for fields in (["customer"], ["answers"]):
        assert customers(company, text=text, fields=fields) == [f"has {text} in it"]
    with company.database.reading(company.id) as reading:
        assert reading.session.query(Request).count() == 2


@pytest.mark.feature("REPT-04")
def test_any_order_and_those_without_a_value_last(company):
    company.answered(NOON, 3 * SECOND, MINUTE, face=2, customer_name="b")
    company.answered(NOON, 1 * SECOND, 3 * MINUTE, customer_name="C")
    company.answered(NOON, 2 * SECOND, 2 * MINUTE, face=5, customer_name="a")
    assert customers(company) == ["C", "a", "b"]
    assert customers(company, sort="customer") == ["a", "b", "C"]
    assert customers(company, sort="wait", descending=True) == ["b", "a", "C"]
    assert customers(company, sort="session_time") == ["b", "a", "C"]
    assert customers(company, sort="face") == ["b", "a", "C"]
    assert customers(company, sort="face", descending=True) == ["a", "b", "C"]


def test_the_page_shows_a_thousand_and_the_file_has_all(company):
    for number in range(1_001):
        company.answered(NOON + number, 0, MINUTE)
    report = sessions(company)
    assert len(report.result["rows"]) == 1_000
    assert report.result["left_out"] == 1
    assert report.figures["sessions"] == 1_001
    assert report.csv.count("\r\n") == 1_002


def test_long_texts_are_shortened_on_the_page_only(company):
    company.answered(NOON, 0, MINUTE, question="x" * 4_000)
    report = sessions(company)
    shown = next(iter(report.rows.values()))["question"]
    assert (len(shown), shown[-1]) == (500, "…")
    assert "x" * 4_000 in report.csv


def test_another_companys_sessions_are_never_found(company):
    other = Company.new(company.database)
    other.answered(NOON, 0, MINUTE, customer_name="theirs")
    assert customers(company, text="theirs") == []
    assert sessions(company).figures["sessions"] == 0


def test_who_was_answered_twice_has_waited_once_and_nothing_is_negative(company):
    first = company.answered(NOON, 10 * SECOND, MINUTE)
    second = Session(
        company_id=company.id,
        number=new_session_number(),
        request_id=first.request_id,
        portal_id=first.portal_id,
        queue_id=first.queue_id,
        agent_id=first.agent_id,
        state="ended",
        began_at=NOON + 5 * MINUTE,
        # As from a machine whose clock goes before.
        ended_at=NOON + 4 * MINUTE,
    )
    with company.database.transaction(company.id) as tx:
        tx.add(second)

    report = sessions(company)

    assert report.rows[first.number]["wait"] == 10 * SECOND
    assert report.rows[second.number]["wait"] is None
    assert report.rows[second.number]["session_time"] == 0
    figures = {figure["key"]: figure["value"] for figure in report.result["figures"]}
    assert (figures["sessions"], figures["wait_average"]) == (2, 10 * SECOND)


def test_names_are_in_the_order_of_letters_whatever_their_marks_and_case(company):
    for name in ("Zoé", "élodie", "Eva", "Éva", "fanny", ""):
        company.answered(NOON, 0, MINUTE, customer_name=name)
    ascending = ["élodie", "Eva", "Éva", "fanny", "Zoé", None]
    assert customers(company, sort="customer") == ascending
    descending = customers(company, sort="customer", descending=True)
    assert descending == [*ascending[-2::-1], None]
