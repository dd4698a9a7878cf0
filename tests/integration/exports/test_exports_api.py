"""What supervisors set and fetch of the nightly exports, and what nobody else does."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from routing.actions import export_days, mail
from routing.actions.mail import Outcome
from routing.identifiers import new_id
from routing.report_parameters import KINDS
from tests.builders import a_company, an_agent
from tests.integration.exports.export_scene import DAY, ExportScene
from tests.serving import Web, web_application

BOSS = "boss@bank.example"
PLAN = {
    "active": True,
    "reports": ["sessions", "call_volume"],
    "mail_to": ["boss@bank.example"],
    "language": "fr",
    "keep_days": 30,
    "begins": "2026-11-20",
}


@pytest.fixture
def web(scene: ExportScene) -> Iterator[Web]:
    settings = scene.settings
    with web_application(settings.var_dir, database_url=settings.database_url) as made:
        yield made


def a_client(scene: ExportScene, web: Web, role: str = "supervisor") -> FlaskClient:
    return web.client(an_agent(scene.database, scene.company.id, role=role).account_id)


def test_a_company_without_a_plan_is_shown_what_it_could_be(scene: ExportScene, web: Web):
    plan = a_client(scene, web).get("/api/v1/exports/plan").get_json()

    assert (plan["active"], plan["changed_at"]) == (False, None)
    assert plan["reports"] == plan["kinds"] == list(KINDS)


@pytest.mark.parametrize("role", ["supervisor", "manager", "administrator"])
def test_a_plan_is_kept_as_it_was_set(scene: ExportScene, web: Web, role: str):
    client = a_client(scene, web, role)

    answer = client.put("/api/v1/exports/plan", json=PLAN)

    assert answer.status_code == 200, answer.text
    kept = client.get("/api/v1/exports/plan").get_json()
    assert kept == answer.get_json()
    assert kept["reports"] == ["call_volume", "sessions"]
    assert {name: kept[name] for name in PLAN} == {**PLAN, "reports": kept["reports"]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reports": ["everything"]}, "reports"),
        ({"reports": []}, "reports"),
        ({"mail_to": ["boss@bank.example\nBcc: all@bank.example"]}, "mail_to"),
        ({"language": "de"}, "language"),
        ({"keep_days": -1}, "keep_days"),
        ({"begins": "20/11/2026"}, "begins"),
        ({"begins": "2026-02-30"}, "begins"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_its_field(
    scene: ExportScene, web: Web, change: dict[str, Any], field: str
):
    answer = a_client(scene, web).put("/api/v1/exports/plan", json={**PLAN, **change})

    assert answer.status_code == 422
    assert answer.get_json()["field"] == field


def test_a_day_and_its_files_can_be_fetched(scene: ExportScene, web: Web):
    scene.export()
    client = a_client(scene, web)

    (slot,) = client.get("/api/v1/exports").get_json()["slots"]
    assert (slot["day"], slot["state"], slot["problem"]) == (str(DAY), "done", None)
    for file in slot["files"]:
        answer = client.get(f"/api/v1/exports/{slot['id']}/files/{file['name']}")
        assert answer.status_code == 200
        assert answer.mimetype == "text/csv"
        assert f"{DAY}_{file['name']}" in answer.headers["Content-Disposition"]
        assert len(answer.data) == file["bytes"]
        assert len(list(csv.reader(io.StringIO(answer.text, newline="")))) == file["rows"] + 1


def test_a_day_tells_what_became_of_its_mail(scene: ExportScene, web: Web):
    scene.export()
    client = a_client(scene, web)
    (slot,) = client.get("/api/v1/exports").get_json()["slots"]
    assert (slot["mail_id"], slot["mail_state"]) == (None, None)
    scene.plan(mail_to=("boss@bank.example",))
    scene.export(DAY - timedelta(days=1))
    _, mailed = client.get("/api/v1/exports").get_json()["slots"]
    (owed,) = scene.mails()
    assert (mailed["mail_id"], mailed["mail_state"]) == (owed.id, "queued")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome(reached=[BOSS], refused={"max@bank.example": "refused: 550"}), "failed"),
        (Outcome(reached=[BOSS], later={"max@bank.example": "not_ready: 450"}), "queued"),
        (Outcome(reached=[BOSS, "max@bank.example"]), "sent"),
    ],
)
def test_a_mail_is_sent_when_everybody_has_it(
    scene: ExportScene, web: Web, outcome: Outcome, state: str
):
    scene.plan(mail_to=(BOSS, "max@bank.example"))
    scene.export()
    (owed,) = scene.mails()
    scene.database.run(scene.company.id, lambda tx: mail.begin(tx, owed.id, 0))
    scene.database.run(scene.company.id, lambda tx: mail.settle(tx, owed.id, 0, outcome))
    (slot,) = a_client(scene, web).get("/api/v1/exports").get_json()["slots"]
    assert (slot["mail_id"], slot["mail_state"]) == (owed.id, state)


def test_a_day_that_failed_says_why(scene: ExportScene, web: Web):
    (scene.folder / str(DAY)).mkdir(parents=True)
    with pytest.raises(Exception, match="could not be exported"):
        scene.export()

    (slot,) = a_client(scene, web).get("/api/v1/exports").get_json()["slots"]

    assert slot["state"] == "failed"
    assert slot["problem"]["code"] == "folder_differs"


@pytest.mark.parametrize("name", ["manifest.json", "..%2F..%2Fguichet.db", "nothing.csv", "%00"])
def test_only_files_of_the_day_are_given_out(scene: ExportScene, web: Web, name: str):
    scene.export()

    answer = a_client(scene, web).get(f"/api/v1/exports/{scene.slot().id}/files/{name}")

    assert answer.status_code in (404, 422)


def test_agents_and_other_companies_get_nothing(scene: ExportScene, web: Web):
    scene.export()
    agent = a_client(scene, web, "agent")
    other = a_company(scene.database, slug="other")
    stranger = web.client(an_agent(scene.database, other, role="manager").account_id)
    path = f"/api/v1/exports/{scene.slot().id}/files/call_volume.csv"

    for address in ("/api/v1/exports", "/api/v1/exports/plan", path):
        assert agent.get(address).status_code == 403
        assert web.client().get(address).status_code == 401
    assert agent.put("/api/v1/exports/plan", json=PLAN).status_code == 403
    assert stranger.get("/api/v1/exports").get_json() == {"slots": []}
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"/api/v1/exports/{new_id()}/files/call_volume.csv").status_code == 404


def test_what_is_removed_is_no_longer_given_out(scene: ExportScene, web: Web):
    scene.export()
    scene.database.run(scene.company.id, lambda tx: export_days.mark_removed(tx, scene.slot().id))

    answer = a_client(scene, web).get(f"/api/v1/exports/{scene.slot().id}/files/call_volume.csv")

    assert answer.status_code == 404
