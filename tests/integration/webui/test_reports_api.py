"""Reports over HTTP: who may ask what, what is answered, and the file of all rows."""

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from routing.actions import report_files, report_runs
from routing.clock import HOUR
from routing.identifiers import new_id
from routing.made_report import MadeReport
from routing.permissions import Actor
from routing.report_formats import XLSX
from routing.tables import Account, Portal, Request
from routing.tables.outbox import OutboxMessage
from routing.transaction import Transaction
from tests.builders import a_company, a_portal, a_queue, an_agent
from tests.serving import Web, web_application

#: 2026-11-20 23:30 UTC: in Paris, the day after.
LATE: int = 1_795_217_400_000
CSV = 'queue,answered\r\n"Orders, and more",3\r\n'
WEEK = {"from": "2026-11-14", "to": "2026-11-20"}


@dataclass
class Office:
    """A company with its supervisor, who asks."""

    web: Web
    company: str
    supervisor: Actor

    def ask(self, parameters: dict[str, Any] | None = None, kind: str = "call_volume") -> Any:
        """What the supervisor is answered."""
        body = {"kind": kind, "parameters": WEEK if parameters is None else parameters}
        return self.post(body)

    def post(self, body: Any, actor: Actor | None = None) -> Any:
        client = self.web.client((actor or self.supervisor).account_id)
        return client.post("/api/v1/reports", json=body)

    def get(self, path: str, actor: Actor | None = None, takes: str = "identity") -> Any:
        client = self.web.client((actor or self.supervisor).account_id)
        return client.get(f"/api/v1/reports{path}", headers={"Accept-Encoding": takes})

    def asked(self) -> str:
        """The id of a run that was asked for."""
        run_id: str = self.ask().get_json()["run"]["id"]
        return run_id

    def want(self, run_id: str, name: str, actor: Actor | None = None) -> Any:
        """What is answered to whoever wants a file of this format."""
        client = self.web.client((actor or self.supervisor).account_id)
        return client.post(f"/api/v1/reports/{run_id}/files", json={"format": name})

    def make(self, run_id: str, name: str, data: bytes) -> None:
        """What the batch worker does when it has made a file."""
        assert self.web.parts.calls.write(
            self.company, lambda tx: report_files.finish(tx, run_id, name, data)
        )

    def finish(self, run_id: str, rows: int = 1) -> None:
        """What the batch worker does when it has made the report."""
        result = {"kind": "call_volume", "rows": []}
        made = MadeReport(result, LATE, "volume.csv", rows, _packed())

        def write(tx: Transaction) -> bool:
            return report_runs.finish(tx, run_id, made)

        assert self.web.parts.calls.write(self.company, write)


def _packed() -> bytes:
    return gzip.compress(CSV.encode(), mtime=0)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with web_application(tmp_path, database_url=database_url) as web:
        company = a_company(web.database, time_zone="Europe/Paris")
        supervisor = an_agent(web.database, company, "sophie", role="supervisor")
        yield Office(web, company, supervisor)


def a_request(office: Office, portal: Portal, posted_at: int) -> None:
    with office.web.database.transaction(office.company) as tx:
        tx.add(
            Request(
                company_id=office.company,
                portal_id=portal.id,
                state="closed",
                customer_name="Ada",
                question="?",
                language="en",
                posted_at=posted_at,
                line_since=posted_at,
                last_seen_at=posted_at,
            )
        )


def refused(answer: Any, status: int, code: str, **members: Any) -> None:
    problem = answer.get_json(force=True)
    assert (answer.status_code, problem["code"]) == (status, code), problem
    assert {name: problem.get(name) for name in members} == members


def test_a_question_becomes_a_run_that_the_batch_worker_is_told_of(office: Office):
    answer = office.ask({**WEEK, "by": "hour"})

    assert answer.status_code == 202
    run = answer.get_json()["run"]
    assert (run["state"], run["kind"], run["asked_by_name"]) == ("queued", "call_volume", "Sophie")
    assert run["parameters"]["by"] == "hour"
    assert run["problem"] is None
    with office.web.database.reading(office.company) as reading:
        owed = reading.session.scalars(select(OutboxMessage)).all()
    assert [(message.routing_key, message.body["args"]) for message in owed] == [
        ("report", [office.company, run["id"]])
    ]


def test_the_same_question_twice_is_one_run(office: Office):
    assert office.asked() == office.asked()


def test_a_run_is_shown_with_its_result_once_it_is_done(office: Office):
    run_id = office.asked()
    assert office.get(f"/{run_id}").get_json()["result"] is None

    office.finish(run_id)

    shown = office.get(f"/{run_id}").get_json()
    assert (shown["state"], shown["progress"], shown["as_of"]) == ("done", 100, LATE)
    assert shown["result"] == {"kind": "call_volume", "rows": []}


def test_a_failed_run_says_why(office: Office):
    run_id = office.asked()
    office.web.parts.calls.write(
        office.company, lambda tx: report_runs.fail(tx, run_id, "report_failed", {"day": 1})
    )
    shown = office.get(f"/{run_id}").get_json()
    assert shown["problem"] == {"code": "report_failed", "data": {"day": 1}}


def test_recent_runs_come_newest_first_without_their_results(office: Office):
    first = office.asked()
    office.finish(first)
    second = office.ask({**WEEK, "by": "day"}).get_json()["run"]["id"]

    runs = office.get("").get_json()["runs"]

    assert [run["id"] for run in runs] == [second, first]
    assert "result" not in runs[1]
    assert [run["id"] for run in office.get("?limit=1").get_json()["runs"]] == [second]
    refused(office.get("?limit=0"), 422, "invalid_input", field="limit")


def test_the_file_has_all_rows_and_comes_as_an_attachment(office: Office):
    run_id = office.asked()
    refused(office.get(f"/{run_id}/files/csv"), 404, "not_found")
    office.finish(run_id)

    plain = office.get(f"/{run_id}/files/csv")
    packed = office.get(f"/{run_id}/files/csv", takes="gzip")

    assert plain.mimetype == "text/csv"
    assert plain.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert plain.headers["Content-Disposition"] == "attachment; filename=volume.csv"
    assert list(csv.reader(io.StringIO(plain.text, newline="")))[1] == ["Orders, and more", "3"]
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.data == _packed()


def test_another_format_is_asked_for_once_and_taken_when_it_is_made(office: Office):
    run_id = office.asked()
    refused(office.want(run_id, "xlsx"), 409, "report_not_done", state="queued")
    office.finish(run_id)

    first, second = office.want(run_id, "xlsx"), office.want(run_id, "xlsx")

    assert [first.status_code, second.status_code] == [202, 202]
    file = {"format": "xlsx", "state": "queued", "problem": None}
    assert first.get_json() == second.get_json() == {"file": file}
    with office.web.database.reading(office.company) as reading:
        bodies = [
            message.body["args"] for message in reading.session.scalars(select(OutboxMessage))
        ]
    assert bodies.count([office.company, run_id, "xlsx"]) == 1
    csv_file = {"format": "csv", "state": "done", "problem": None}
    assert office.get(f"/{run_id}/files").get_json() == {"files": [csv_file, file]}
    refused(office.get(f"/{run_id}/files/xlsx"), 404, "not_found")
    office.make(run_id, "xlsx", b"PK")
    assert office.want(run_id, "xlsx").status_code == 200
    taken = office.get(f"/{run_id}/files/xlsx", takes="gzip")
    assert (taken.data, taken.mimetype) == (b"PK", XLSX.media_type)
    assert taken.headers["Content-Disposition"] == "attachment; filename=volume.xlsx"
    assert "Content-Encoding" not in taken.headers


def test_a_file_that_failed_says_why_and_can_be_asked_for_again(office: Office):
    run_id = office.asked()
    office.finish(run_id)
    office.want(run_id, "parquet")
    office.web.parts.calls.write(
        office.company,
        lambda tx: report_files.fail(tx, run_id, "parquet", "report_file_failed", {}),
    )
    failed = office.get(f"/{run_id}/files").get_json()["files"][1]
    assert failed["problem"] == {"code": "report_file_failed", "data": {}}
    assert office.want(run_id, "parquet").get_json()["file"]["state"] == "queued"


def test_an_unknown_format_and_too_many_rows_are_told_so(office: Office):
    run_id = office.asked()
    office.finish(run_id, rows=2_000_000)
    unknown = {"field": "format", "reason": "unknown_value"}
    refused(office.want(run_id, "docx"), 422, "invalid_input", **unknown)
    refused(office.get(f"/{run_id}/files/docx"), 422, "invalid_input", **unknown)
    refused(office.want(run_id, "xlsx"), 409, "too_many_rows", limit=1_048_575, rows=2_000_000)
    assert len(office.get(f"/{run_id}/files").get_json()["files"]) == 1


def test_choices_are_the_companys_own_by_name_with_the_days_that_have_requests(office: Office):
    orders = a_queue(office.web.database, office.company, "orders")
    advice = a_queue(office.web.database, office.company, "advice")
    behind = a_portal(office.web.database, office.company, orders, name="Shop")
    plain = a_portal(office.web.database, office.company, name="Help")
    a_queue(office.web.database, a_company(office.web.database), "theirs")
    assert office.get("/choices").get_json()["days"] is None
    a_request(office, plain, LATE)
    a_request(office, plain, LATE - 48 * HOUR)

    choices = office.get("/choices").get_json()

    assert choices["zone"] == "Europe/Paris"
    assert choices["days"] == {"first": "2026-11-19", "last": "2026-11-21"}
    assert [queue["id"] for queue in choices["queues"]] == [advice.id, orders.id]
    assert [portal["id"] for portal in choices["portals"]] == [plain.id, behind.id]
    assert [portal["id"] for portal in choices["standard_portals"]] == [plain.id]
    assert [agent["name"] for agent in choices["agents"]] == ["Sophie"]


def test_choices_of_the_same_name_come_with_their_key_or_login(office: Office):
    database, company = office.web.database, office.company
    for key in ("calls", "letters"):
        a_queue(database, company, key, name="Help")
    twins = [an_agent(database, company, "max") for _ in range(2)]
    with database.reading(company) as reading:
        logins = sorted(reading.get(Account, twin.account_id).login for twin in twins)

    choices = office.get("/choices").get_json()

    assert [queue["name"] for queue in choices["queues"]] == ["Help (calls)", "Help (letters)"]
    names = [agent["name"] for agent in choices["agents"]]
    assert names == [*(f"Max ({login})" for login in logins), "Sophie"]


@pytest.mark.parametrize("role", ["supervisor", "manager", "administrator"])
def test_supervisors_managers_and_administrators_may_ask(office: Office, role: str):
    actor = an_agent(office.web.database, office.company, role=role)
    assert office.post({"kind": "sessions", "parameters": WEEK}, actor).status_code == 202


def test_agents_see_no_reports(office: Office):
    run_id = office.asked()
    office.finish(run_id)
    agent = an_agent(office.web.database, office.company, "marie")

    refused(office.post({"kind": "call_volume", "parameters": WEEK}, agent), 403, "forbidden")
    refused(office.want(run_id, "xlsx", agent), 403, "forbidden")
    for path in ("", "/choices", f"/{run_id}", f"/{run_id}/files", f"/{run_id}/files/csv"):
        refused(office.get(path, agent), 403, "forbidden")


def test_nobody_without_signing_in(office: Office):
    client = office.web.client()
    for path in ("", "/choices", f"/{new_id()}", f"/{new_id()}/files/csv"):
        refused(client.get(f"/api/v1/reports{path}"), 401, "not_signed_in")
    refused(client.post("/api/v1/reports", json={"kind": "x"}), 401, "not_signed_in")


def test_another_companys_things_do_not_exist(office: Office):
    run_id = office.asked()
    office.finish(run_id)
    other = a_company(office.web.database)
    theirs = a_queue(office.web.database, other, "theirs")
    stranger = an_agent(office.web.database, other, "stranger", role="administrator")

    refused(office.ask({**WEEK, "queues": [theirs.id]}), 404, "not_found", what="queue")
    refused(office.want(run_id, "xlsx", stranger), 404, "not_found")
    for path in (f"/{run_id}", f"/{run_id}/files", f"/{run_id}/files/csv"):
        refused(office.get(path, stranger), 404, "not_found")
    assert office.get("", stranger).get_json() == {"runs": []}


@pytest.mark.parametrize(
    ("parameters", "field", "reason"),
    [
        ({"from": "2026-11-20", "to": "2026-11-14"}, "to", "range_reversed"),
        ({"from": "1976-11-20", "to": "2026-11-20"}, "to", "range_too_long"),
        ({"from": "2026-02-30", "to": "2026-03-01"}, "from", "not_a_day"),
        ({"from": "yesterday", "to": "2026-03-01"}, "from", "not_a_day"),
        ({**WEEK, "zone": "Europe/Atlantis"}, "zone", "unknown_zone"),
        ({**WEEK, "zone": "../../etc/passwd"}, "zone", "unknown_zone"),
        ({**WEEK, "by": "moon"}, "by", "unknown_value"),
        ({**WEEK, "queues": ["1 OR 1=1"]}, "queues", "unknown_value"),
        ({**WEEK, "text": "x"}, "text", "unknown_field"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(
    office: Office, parameters: dict[str, Any], field: str, reason: str
):
    refused(office.ask(parameters), 422, "invalid_input", field=field, reason=reason)
    assert office.get("").get_json() == {"runs": []}


def test_an_unknown_kind_and_a_malformed_body(office: Office):
    refused(office.ask(kind="horoscope"), 422, "invalid_input", field="kind")
    refused(office.post({"kind": 7}), 422, "invalid_input", field="kind")
    refused(office.post({"kind": "sessions", "more": 1}), 422, "invalid_input", field="more")
    refused(office.post({"kind": "sessions", "parameters": []}), 422, "invalid_input")
    refused(office.get("/nonsense"), 422, "invalid_input", field="run_id")


def test_text_that_looks_like_sql_is_text(office: Office):
    answer = office.ask({**WEEK, "text": "'; DROP TABLE request; --"}, "sessions")
    assert answer.status_code == 202
    assert answer.get_json()["run"]["parameters"]["text"] == "'; DROP TABLE request; --"


def test_the_api_describes_its_reports(office: Office):
    paths = office.web.client().get("/api/v1/openapi.json").get_json()["paths"]
    for path in ("", "/choices", "/{run_id}", "/{run_id}/files", "/{run_id}/files/{format}"):
        assert f"/api/v1/reports{path}" in paths


def test_pages_lead_to_the_sign_in_page_and_back_and_managers_have_no_desk(office: Office):
    stranger = office.web.client()
    away = stranger.get("/reports/sessions?from=2026-11-01&text=a%20b")
    assert away.status_code == 303
    assert away.headers["Location"] == (
        "/sign-in?next=%2Freports%2Fsessions%3Ffrom%3D2026-11-01%26text%3Da%2520b"
    )
    manager = an_agent(office.web.database, office.company, "max", role="manager")
    signed_in = office.web.client(manager.account_id)
    for wanted in ("/service-levels", "/wallboards/x?theme=dark", "/reports/runs/x"):
        already = signed_in.get("/sign-in", query_string={"next": wanted})
        assert already.headers["Location"] == wanted
    for foreign in ("//elsewhere.example", "https://elsewhere.example", "/mailing", "/desk"):
        already = signed_in.get("/sign-in", query_string={"next": foreign})
        assert already.headers["Location"] == "/reports"
    assert signed_in.get("/").headers["Location"] == "/reports"
    assert signed_in.get("/desk").headers["Location"] == "/reports"
    for path in ("/reports", "/reports/runs/x", "/exports", "/mail", "/wallboards"):
        assert signed_in.get(path).status_code == 200
