"""Bad input and bad luck at the edge of the running product: a clear refusal, and nothing lost."""

import threading
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from config.private_file import kept_secret_key
from routing.clock import DAY, HOUR, system_clock
from routing.database import Database
from routing.identifiers import new_id
from routing.tables import Portal, Request
from tests.acceptance.api import Api, refusal
from tests.acceptance.browsing import Windows, refused
from tests.acceptance.company import PASSWORD, Company
from tests.acceptance.conftest import AsCustomer, AtDesk
from tests.running import RunningGuichet
from webui.signing import CustomerKey, Signing


@pytest.fixture
def api(guichet: RunningGuichet) -> Api:
    """A program that is not signed in."""
    return Api(guichet)


@pytest.fixture
def portal(company: Company) -> Portal:
    """A portal of the test's company."""
    return company.portal()


def test_an_unknown_portal_key(api: Api):
    refusal(api.send("GET", "/portals/nowhere"), 404, "unknown_portal")
    refusal(api.post_request("nowhere"), 404, "unknown_portal")


def test_a_malformed_body(api: Api, portal: Portal):
    refusal(api.post_request(portal, b'{"name": '), 400, "malformed_json")


def test_an_oversized_body(api: Api, portal: Portal):
    refusal(api.post_request(portal, {"name": "x" * 800_000}), 413, "body_too_large")


def test_a_question_of_100000_characters(api: Api, portal: Portal):
    long = {"name": "Ada", "question": "x" * 100_000}
    problem = refusal(api.post_request(portal, long), 422, "invalid_input")
    assert problem["errors"] == [{"field": "question", "reason": "too_long"}]


def test_unknown_fields_are_named(api: Api, portal: Portal):
    body = {"name": "Ada", "question": "?", "priority": 9}
    problem = refusal(api.post_request(portal, body), 422, "invalid_input")
    assert "priority" in str(problem)


def test_a_post_without_an_idempotency_key(api: Api, portal: Portal):
    answer = api.send("POST", f"/portals/{portal.key}/requests", {"name": "Ada", "question": "?"})
    refusal(answer, 422, "missing_idempotency_key")


@pytest.mark.feature("ROUT-19")
def test_a_replayed_post_gets_the_first_answer_and_other_content_is_refused(
    api: Api, portal: Portal
):
    body = {"name": "Ada", "question": "Where is it?"}
    first = api.post_request(portal, body, key="one")
    again = api.post_request(portal, body, key="one")

    assert (first.status_code, again.status_code) == (201, 200)
    for part in ("request_id", "token"):
        assert again.json()[part] == first.json()[part]
    other = {**body, "question": "Something else"}
    refusal(api.post_request(portal, other, key="one"), 409, "idempotency_key_reused")


@pytest.mark.feature("ROUT-19")
def test_twenty_posts_with_one_key_at_the_same_time_make_one_request(
    guichet: RunningGuichet, portal: Portal
):
    answers: list[str] = []

    def post() -> None:
        answer = Api(guichet).post_request(portal, key="at once")
        answers.append(answer.json()["request_id"])

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == len(threads)
    assert len(set(answers)) == 1


def test_a_forged_and_a_damaged_token(api: Api, portal: Portal):
    token = api.post_request(portal).json()["token"]
    forged = Signing("another secret of somebody else, long enough").customer_token(
        CustomerKey(portal.company_id, new_id(), system_clock())
    )
    for wrong in (forged, token[:-2], token + "x", "nonsense", "é".encode().decode("latin-1")):
        answer = api.send("GET", "/customer/request", Authorization=f"Bearer {wrong}")
        refusal(answer, 401, "invalid_token")
    assert api.send("GET", "/customer/request", Authorization=f"Bearer {token}").ok


def test_an_expired_token_is_refused_and_said_in_words(
    api: Api, portal: Portal, guichet: RunningGuichet, as_customer: AsCustomer, windows: Windows
):
    windows.allow(refused(401))
    request_id = api.post_request(portal).json()["request_id"]
    old = _signing(guichet).customer_token(
        CustomerKey(portal.company_id, request_id, system_clock() - DAY - HOUR)
    )
    answer = api.send("GET", "/customer/request", Authorization=f"Bearer {old}")
    refusal(answer, 401, "expired_token")

    customer = as_customer(portal)
    expect(customer.name).to_be_visible()
    customer.page.evaluate(
        "([name, token]) => localStorage.setItem(name, token)",
        [f"guichet.token.{portal.key}", old],
    )
    customer.page.reload()

    expect(customer.heading("This request can no longer be opened")).to_be_visible()
    expect(customer.view.get_by_text("It is too old.")).to_be_visible()
    customer.view.get_by_role("button", name="Start again").click()
    expect(customer.name).to_be_visible()


def test_a_token_opens_its_own_request_only(api: Api, portal: Portal):
    one, other = (api.post_request(portal, {"name": n, "question": "?"}).json() for n in "AB")

    answer = api.send("GET", "/customer/request", Authorization=f"Bearer {one['token']}")

    assert answer.json()["state"]["request_id"] == one["request_id"] != other["request_id"]
    refusal(
        api.send(
            "POST",
            f"/requests/{other['request_id']}/accept",
            {},
            Authorization=f"Bearer {one['token']}",
        ),
        401,
        "not_signed_in",
    )


def test_markup_in_names_is_text_on_the_desk_and_what_nobody_sees_is_refused_or_left_out(
    api: Api, company: Company, portal: Portal, at_desk: AtDesk
):
    marie = at_desk(company.agent("Marie", portals=[portal]))
    markup = "<script>alert(1)</script><b>Ada</b>"
    assert api.post_request(portal, {"name": markup, "question": "<i>?</i>"}).ok

    card = marie.alert("Ada")
    expect(card).to_contain_text(markup)
    expect(card).to_contain_text("<i>?</i>")
    assert marie.page.locator("b, i").count() == 0
    controls = {"name": "A\x00d\x07a", "question": "?"}
    problem = refusal(api.post_request(portal, controls), 422, "invalid_input")
    assert problem["errors"] == [{"field": "name", "reason": "control_character"}]
    marks = api.post_request(portal, {"name": "A\u202ed\u200ba", "question": "?"})
    assert marks.status_code == 201, marks.text
    expect(marie.row("incoming", "Ada")).to_have_count(2)


def test_an_offer_whose_customer_has_left(
    api: Api, company: Company, portal: Portal, guichet: RunningGuichet, at_desk: AtDesk
):
    person = company.agent("Marie", portals=[portal])
    marie, agent = at_desk(person), Api(guichet, person)
    token = api.post_request(portal).json()["token"]
    expect(marie.alert("Ada")).to_be_visible()
    offer = agent.send("GET", "/desk").json()["offers"][0]["id"]

    assert api.send("POST", "/customer/leave", {}, Authorization=f"Bearer {token}").ok

    refusal(agent.send("POST", f"/offers/{offer}/accept", {}), 409, "offer_gone")
    expect(marie.alerts).to_have_count(0)


@pytest.mark.feature("ROUT-02")
def test_an_offer_that_somebody_else_has_taken_names_the_winner(
    api: Api, company: Company, portal: Portal, guichet: RunningGuichet, at_desk: AtDesk
):
    people = [company.agent(name, portals=[portal]) for name in ("Marie", "Paul")]
    shown = [at_desk(person) for person in people]
    api.post_request(portal)
    for desk in shown:
        expect(desk.alert("Ada")).to_be_visible()
    marie, paul = (Api(guichet, person) for person in people)
    offers = [agent.send("GET", "/desk").json()["offers"][0]["id"] for agent in (marie, paul)]

    won = marie.send("POST", f"/offers/{offers[0]}/accept", {})

    assert won.json()["state"] == "accepted"
    again = marie.send("POST", f"/offers/{offers[0]}/accept", {})
    assert again.json() == won.json()
    problem = refusal(paul.send("POST", f"/offers/{offers[1]}/accept", {}), 409, "already_taken")
    assert problem["winner"] == "Marie"


@pytest.mark.feature("ROUT-04")
def test_an_agent_at_the_maximum_gets_the_next_one_into_their_line(
    api: Api, company: Company, portal: Portal, guichet: RunningGuichet, at_desk: AtDesk
):
    person = company.agent("Marie", portals=[portal], max_sessions=1)
    marie, agent = at_desk(person), Api(guichet, person)
    ids = [
        api.post_request(portal, {"name": name, "question": "?"}).json()["request_id"]
        for name in ("Ada", "Ben")
    ]
    for name in ("Ada", "Ben"):
        expect(marie.row("incoming", name)).to_be_visible()

    states = [agent.send("POST", f"/requests/{each}/accept", {}).json()["state"] for each in ids]

    assert states == ["accepted", "in_line"]


def test_a_change_without_the_csrf_token_or_from_a_foreign_page(
    company: Company, guichet: RunningGuichet
):
    agent = Api(guichet, company.agent("Marie"))
    available = {"status": "available"}

    missing = agent.send("PUT", "/me/availability", available, X_CSRF_Token=None)
    wrong = agent.send("PUT", "/me/availability", available, X_CSRF_Token="forged")
    foreign = agent.send("PUT", "/me/availability", available, Origin="https://evil.example")

    refusal(missing, 403, "csrf_failed")
    refusal(wrong, 403, "csrf_failed")
    refusal(foreign, 403, "foreign_origin")
    assert agent.send("PUT", "/me/availability", available).ok


def test_an_agent_of_another_company_is_told_that_it_does_not_exist(
    api: Api, portal: Portal, guichet: RunningGuichet
):
    other = Company(guichet)
    stranger = Api(guichet, other.agent("Stranger", portals=[other.portal()]))
    request_id = api.post_request(portal).json()["request_id"]

    refusal(stranger.send("GET", f"/requests/{request_id}"), 404, "not_found")
    refusal(stranger.send("POST", f"/requests/{request_id}/accept", {}), 404, "not_found")
    assert stranger.send("GET", "/desk").json()["requests"] == []
    other.close()


def test_a_colleague_who_does_not_serve_the_portal_may_not_take_its_requests(
    api: Api, company: Company, portal: Portal, guichet: RunningGuichet
):
    colleague = Api(guichet, company.agent("Paul"))
    request_id = api.post_request(portal).json()["request_id"]

    answer = colleague.send("POST", f"/requests/{request_id}/accept", {})

    refusal(answer, 404, "not_found")


def test_wrong_passwords_and_unknown_people_are_refused_alike(api: Api, company: Company):
    person = company.agent("Marie")
    for login, password in ((person.login, "wrong"), ("nobody", PASSWORD)):
        answer = api.send("POST", "/sign-in", {"login": login, "password": password})
        problem = refusal(answer, 401, "wrong_credentials")
        assert login not in str(problem)


def test_without_signing_in_nothing_of_the_desk_is_told(api: Api, portal: Portal):
    request_id = api.post_request(portal).json()["request_id"]
    for path in ("/me", "/desk", "/history", f"/requests/{request_id}", f"/sessions/{new_id()}"):
        refusal(api.send("GET", path), 401, "not_signed_in")


def test_a_refused_post_leaves_no_row(api: Api, company: Company, portal: Portal):
    no_name = {"question": "?"}
    too_long = {"name": "x" * 301, "question": "?"}
    bodies: list[Any] = [{"name": ""}, too_long, no_name, [], "Ada"]
    for body in bodies:
        assert api.post_request(portal, body).status_code == 422

    assert _requests(company.database, company.id) == 0


def _requests(database: Database, company_id: str) -> int:
    with database.reading(company_id) as reading:
        return len(reading.session.scalars(select(Request)).all())


def _signing(guichet: RunningGuichet) -> Signing:
    return Signing(kept_secret_key(guichet.var_dir))
