"""The form after a session: asked in the customer's language, checked, kept, shown to who served them."""

import pytest
import requests

from routing.identifiers import new_id
from routing.tables import Portal, Request, Survey
from tests.integration.webui.scene import Customer, Scene

SOLVED = {
    "name": "solved",
    "label": {"en": "Was it solved?", "fr": "Est-ce résolu ?"},
    "kind": "choice",
    "required": True,
    "choices": [{"en": "Yes", "fr": "Oui"}, {"en": "No", "fr": "Non"}],
}
EMAIL = {"name": "email", "label": "E-mail", "kind": "email", "required": False}
FORM = [SOLVED, EMAIL]


@pytest.fixture
def ended(scene: Scene) -> tuple[Customer, str]:
    """A customer after their session with Marie, at a portal that asks afterwards."""
    with scene.web.database.transaction(scene.portal.company_id) as tx:
        tx.lock(Portal, scene.portal.id).post_form = FORM
    desk = scene.desk(scene.marie)
    customer = scene.post()
    session_id = scene.accept(scene.marie, desk, customer)
    end = {"resolution": "resolved"}
    assert scene.ask(scene.marie, "POST", f"/sessions/{session_id}/end", end).status_code == 200
    return customer, session_id


def kept(scene: Scene, session_id: str) -> Survey | None:
    with scene.web.database.reading(scene.portal.company_id) as reading:
        return reading.find(Survey, session_id)


def test_the_form_is_asked_in_the_customers_language(scene: Scene, ended):
    path = f"{scene.address}/api/v1/portals/{scene.portal.key}?lang=fr"

    asked = requests.get(path, timeout=15).json()["post_form"]

    assert asked == [
        {
            "name": "solved",
            "label": "Est-ce résolu ?",
            "kind": "choice",
            "required": True,
            "choices": ["Oui", "Non"],
        },
        {"name": "email", "label": "E-mail", "kind": "email", "required": False, "choices": []},
    ]


def test_answers_are_kept_with_the_face_and_shown_in_the_details(scene: Scene, ended):
    customer, session_id = ended

    for solved in ("Yes", "No"):
        answers = {"solved": solved, "email": "ann@customer.example"}
        answer = customer.ask("POST", "/survey", {"face": 4, "answers": answers})
        assert answer.status_code == 204

    survey = kept(scene, session_id)
    assert survey is not None
    assert (survey.face, survey.answers) == (4, answers)
    shown = scene.ask(scene.marie, "GET", f"/sessions/{session_id}").json()["post_answers"]
    assert shown == [
        {"name": "solved", "label": "Was it solved?", "value": "No"},
        {"name": "email", "label": "E-mail", "value": "ann@customer.example"},
    ]


@pytest.mark.parametrize(
    ("answers", "field", "reason"),
    [
        ({}, "answers.solved", "required"),
        ({"solved": "Perhaps"}, "answers.solved", "unknown_value"),
        ({"solved": "Yes", "email": "ann"}, "answers.email", "not_an_email"),
        ({"solved": "Yes", "email": "@"}, "answers.email", "not_an_email"),
        ({"solved": "Yes", "more": "x"}, "answers.more", "unknown_field"),
        ({"solved": "Yes", "email": "x" * 1_001}, "answers.email", "too_long"),
    ],
)
def test_answers_the_form_does_not_take_are_refused_by_their_field(
    scene: Scene, ended, answers, field, reason
):
    customer, session_id = ended

    answer = customer.ask("POST", "/survey", {"face": 4, "answers": answers})

    assert answer.status_code == 422
    assert (answer.json()["field"], answer.json()["reason"]) == (field, reason)
    assert kept(scene, session_id) is None


@pytest.mark.parametrize(
    "answers", ["Yes", ["Yes"], {"solved": 1}, {str(number): "" for number in range(51)}], ids=repr
)
def test_answers_of_another_shape_are_refused(scene: Scene, ended, answers):
    customer, session_id = ended

    answer = customer.ask("POST", "/survey", {"face": 4, "answers": answers})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert kept(scene, session_id) is None


def email_of(scene: Scene, request_id: str) -> str:
    with scene.web.database.reading(scene.portal.company_id) as reading:
        return reading.get(Request, request_id).customer_email


def test_the_first_address_given_after_the_session_is_the_customers_when_none_is_known(
    scene: Scene, ended
):
    customer, _ = ended
    assert email_of(scene, customer.request_id) == ""
    for email in ("ann@bücher.example", "other@customer.example"):
        survey = {"face": 4, "answers": {"solved": "Yes", "email": email}}
        assert customer.ask("POST", "/survey", survey).status_code == 204
    assert email_of(scene, customer.request_id) == "ann@xn--bcher-kva.example"


def test_the_first_address_given_before_the_session_is_the_customers(scene: Scene):
    with scene.web.database.transaction(scene.portal.company_id) as tx:
        tx.lock(Portal, scene.portal.id).form = [{**EMAIL, "name": "other"}, EMAIL]

    def posted(**said: object) -> requests.Response:
        return requests.post(
            f"{scene.address}/api/v1/portals/{scene.portal.key}/requests",
            json={"name": "Ann", **said},
            headers={"Idempotency-Key": new_id()},
            timeout=15,
        )

    for said, email in (
        ({}, ""),
        ({"answers": {"email": "ann@customer.example"}}, "ann@customer.example"),
        ({"answers": {"email": "b@x.example", "other": "a@x.example"}}, "a@x.example"),
        ({"email": " c@x.example ", "answers": {"email": "b@x.example"}}, "c@x.example"),
    ):
        assert email_of(scene, posted(**said).json()["request_id"]) == email
    for wrong, field in (
        (posted(email="ann"), "email"),
        (posted(email="@"), "email"),
        (posted(answers={"email": "@"}), "answers.email"),
    ):
        told = wrong.json()
        assert (wrong.status_code, told["field"], told["reason"]) == (422, field, "not_an_email")
