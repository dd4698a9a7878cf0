"""Bad input gets a clear error with a code, and changes nothing."""

import json
from typing import Any

import pytest
from sqlmodel import func, select

from routing.database import ALL_COMPANIES
from routing.identifiers import new_id
from routing.tables import Portal, Request
from tests.builders import a_company, a_portal, an_agent
from tests.serving import Web

PROBLEM = "application/problem+json"


@pytest.fixture
def portal(web: Web) -> Portal:
    return a_portal(web.database, a_company(web.database))


def post(
    web: Web, portal: Portal, data: bytes | str | dict[str, Any], key: str = "key-1", **headers: str
):
    body = json.dumps(data) if isinstance(data, dict) else data
    return web.client().post(
        f"/api/v1/portals/{portal.key}/requests",
        data=body,
        headers={"Content-Type": "application/json", "Idempotency-Key": key, **headers},
    )


def refused(response, status: int, code: str) -> dict[str, Any]:
    assert response.mimetype == PROBLEM, response.data
    problem: dict[str, Any] = response.get_json(force=True)
    assert (response.status_code, problem["code"]) == (status, code)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"] == "about:blank"
    return problem


def count_of_requests(web: Web) -> int:
    with web.database.reading(ALL_COMPANIES) as reading:
        return reading.session.scalars(select(func.count()).select_from(Request)).one()


def test_an_unknown_portal(web):
    response = web.client().get("/api/v1/portals/nowhere")
    assert refused(response, 404, "unknown_portal")["key"] == "nowhere"


def test_an_unknown_page(web):
    refused(web.client().get("/nowhere"), 404, "not_found")


@pytest.mark.parametrize(
    "body",
    ["{", "nonsense", b"\xff\xfe", "[" * 30_000, '{"name": ' + "9" * 5_000 + "}", ""],
    ids=["cut", "word", "not-utf8", "very-deep", "huge-number", "empty"],
)
def test_a_body_that_is_no_json_or_no_document(web, portal, body):
    response = post(web, portal, body)
    assert response.status_code in (400, 422)
    assert response.get_json(force=True)["code"] in ("malformed_json", "invalid_input")
    assert count_of_requests(web) == 0


def test_malformed_json_is_named_as_such(web, portal):
    refused(post(web, portal, "{"), 400, "malformed_json")


def test_a_body_of_another_media_type(web, portal):
    response = post(web, portal, "name=Ann", **{"Content-Type": "text/plain"})
    refused(response, 415, "unsupported_media_type")


def test_an_oversized_body(web, portal):
    refused(post(web, portal, {"name": "x" * 800_000}), 413, "body_too_large")


def test_a_question_of_100000_characters(web, portal):
    problem = refused(
        post(web, portal, {"name": "Ann", "question": "x" * 100_000}), 422, "invalid_input"
    )
    assert problem["errors"] == [{"field": "question", "reason": "too_long"}]


def test_a_body_without_long_texts_is_refused_earlier(web):
    response = web.client().post("/api/v1/sign-in", json={"login": "x" * 70_000, "password": "x"})
    refused(response, 413, "body_too_large")


def test_texts_as_long_as_they_may_be_are_no_oversized_body(web, portal):
    """Each of these characters takes twelve bytes of JSON; what follows is no matter of size."""
    smile = "\N{SLIGHTLY SMILING FACE}"
    posted = post(web, portal, {"name": "Ann", "question": smile * 4_000})
    assert posted.status_code == 201
    client = web.client(an_agent(web.database, portal.company_id).account_id)
    session = f"/api/v1/sessions/{new_id()}"
    lines = [{"id": new_id(), "text": smile * 4_000} for _ in range(100)]
    ending = {"resolution": "resolved", "notes": smile * 20_000}
    for answer in (
        client.put(f"{session}/notes", json={"notes": smile * 20_000}),
        client.post(f"{session}/end", json=ending),
        client.post(f"{session}/lines", json={"lines": lines}),
    ):
        refused(answer, 404, "not_found")
    surveyed = {"face": 5, "comment": smile * 2_000, "answers": {"field": smile * 50_000}}
    bearer = {"Authorization": f"Bearer {posted.get_json()['token']}"}
    answer = web.client().post("/api/v1/customer/survey", json=surveyed, headers=bearer)
    assert answer.status_code != 413


def test_a_question_too_long_for_the_form(web, portal):
    problem = refused(
        post(web, portal, {"name": "Ann", "question": "x" * 4_001}), 422, "invalid_input"
    )
    assert problem["errors"] == [{"field": "question", "reason": "too_long"}]


def test_unknown_fields(web, portal):
    problem = refused(post(web, portal, {"name": "Ann", "admin": True}), 422, "invalid_input")
    assert problem["errors"] == [{"field": "admin", "reason": "unknown_field"}]


def test_a_value_of_another_type(web, portal):
    refused(post(web, portal, {"name": 7}), 422, "invalid_input")
    refused(post(web, portal, "[]"), 422, "invalid_input")


@pytest.mark.parametrize("name", ["\u0000", "\ud800", "   ", "\u0007\u001b"])
def test_names_that_hold_nothing_readable(web, portal, name):
    refused(post(web, portal, {"name": name}), 422, "invalid_input")
    assert count_of_requests(web) == 0


def test_control_characters_in_a_name_are_taken_out_and_markup_stays_text(web, portal):
    response = post(web, portal, {"name": "Ann\u001b[2J <b>\u202eB</b>\u0007"})
    assert response.status_code == 201
    with web.database.reading(ALL_COMPANIES) as reading:
        assert reading.session.scalars(select(Request)).one().customer_name == "Ann[2J <b>B</b>"


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_post_needs_a_usable_idempotency_key(web, portal, key):
    refused(post(web, portal, {"name": "Ann"}, key=key), 422, "missing_idempotency_key")


@pytest.mark.feature("ROUT-19")
def test_a_replayed_post_is_answered_with_the_first_answer(web, portal):
    first = post(web, portal, {"name": "Ann", "question": "Where?"})
    again = post(web, portal, {"name": "Ann", "question": "Where?"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert count_of_requests(web) == 1


def test_an_idempotency_key_used_with_another_content(web, portal):
    post(web, portal, {"name": "Ann"})
    refused(post(web, portal, {"name": "Bob"}), 409, "idempotency_key_reused")


def test_a_method_that_is_not_there_says_which_are(web, portal):
    response = web.client().delete(f"/api/v1/portals/{portal.key}")
    refused(response, 405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


def test_a_page_of_another_site_may_not_post(web, portal):
    response = post(web, portal, {"name": "Ann"}, Origin="https://evil.example")
    refused(response, 403, "foreign_origin")


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Basic x"}, {"Authorization": "Bearer x"}]
)
def test_a_forged_or_missing_token(web, header):
    refused(web.client().get("/api/v1/customer/request", headers=header), 401, "invalid_token")


def test_a_token_opens_its_own_request_only(web, portal):
    one = post(web, portal, {"name": "Ann"}, key="a").get_json()
    other = post(web, portal, {"name": "Bob"}, key="b").get_json()
    shown = web.client().get(
        "/api/v1/customer/request", headers={"Authorization": f"Bearer {one['token']}"}
    )
    assert shown.get_json()["state"]["name"] == "Ann"
    assert other["request_id"] not in shown.text


def test_nobody_signed_in(web):
    for path in ("/api/v1/me", "/api/v1/desk", "/api/v1/history"):
        refused(web.client().get(path), 401, "not_signed_in")


def test_an_unsafe_request_without_the_csrf_token(web):
    actor = an_agent(web.database, a_company(web.database), "marie")
    client = web.client(actor.account_id)
    client.environ_base.pop("HTTP_X_CSRF_TOKEN")
    response = client.put("/api/v1/me/availability", json={"status": "available"})
    refused(response, 403, "csrf_failed")


def test_another_companys_things_are_not_there(web, portal):
    company = a_company(web.database)
    stranger = an_agent(web.database, company, "eve")
    request_id = post(web, portal, {"name": "Ann"}).get_json()["request_id"]
    client = web.client(stranger.account_id)
    refused(client.get(f"/api/v1/requests/{request_id}"), 404, "not_found")
    refused(client.post(f"/api/v1/requests/{request_id}/accept"), 404, "not_found")


def test_an_id_that_is_none(web):
    actor = an_agent(web.database, a_company(web.database), "marie")
    response = web.client(actor.account_id).post("/api/v1/offers/nonsense/accept")
    refused(response, 422, "invalid_input")


def test_a_login_that_does_not_exist_and_a_wrong_password_look_the_same(web):
    body = {"login": "nobody", "password": "wrong"}
    refused(web.client().post("/api/v1/sign-in", json=body), 401, "wrong_credentials")
