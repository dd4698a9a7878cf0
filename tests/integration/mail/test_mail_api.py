"""What a company's own people see of its mail, and nobody else."""

import pytest

from routing.actions import housekeeping
from routing.identifiers import new_id
from routing.tables import ExportSlot, MailMessage
from tests.builders import a_company, an_agent
from tests.integration.mail.post_office import PostOffice
from tests.serving import Web, web_application


@pytest.fixture
def web(office: PostOffice):
    """The web process of the same installation, without a broker."""
    settings = office.settings
    with web_application(settings.var_dir, database_url=office.database.url) as made:
        yield made


def a_reader(office: PostOffice, web: Web, role: str = "supervisor"):
    return web.client(an_agent(office.database, office.company_id, role=role).account_id)


def test_messages_are_listed_newest_first_with_what_became_of_them(
    office: PostOffice, web: Web, server
):
    server.answers["DATA"] = ["250 OK", "550 no reports here, please"]
    sent, refused, queued = (office.queue(subject=name) for name in ("one", "two", "three"))
    office.attempt(sent)
    office.attempt(refused)

    shown = a_reader(office, web).get("/api/v1/mail").get_json()["messages"]

    assert [row["id"] for row in shown] == [queued, refused, sent]
    assert [row["state"] for row in shown] == ["queued", "failed", "sent"]
    assert (shown[1]["problem_code"], shown[1]["problem"]) == (
        "refused",
        "550 no reports here, please",
    )
    assert shown[2] == {
        "id": sent,
        "recipients": ["ann@customer.example"],
        "subject": "one",
        "body": "Here it is.",
        "attachments": [],
        "state": "sent",
        "attempts": 1,
        "problem_code": "",
        "problem": "",
        "created_at": office.clock.now,
        "finished_at": office.clock.now,
    }


def test_the_empty_row_by_which_an_export_remembers_its_mail_is_not_shown(
    office: PostOffice, web: Web
):
    mail_id = office.queue()
    with office.database.transaction(office.company_id) as tx:
        mail = tx.get(MailMessage, mail_id)
        mail.state, mail.finished_at = "sent", tx.now
        tx.add(
            ExportSlot(
                company_id=office.company_id,
                day="2026-11-20",
                lease_until=tx.now,
                started_at=tx.now,
                mail_id=mail_id,
            )
        )

    housekeeping.purge_mail(office.database, [mail_id])

    assert [row.id for row in office.rows()] == [mail_id]
    assert a_reader(office, web).get("/api/v1/mail").get_json() == {"messages": []}


def test_a_kept_message_can_be_opened(office: PostOffice, web: Web):
    office = office.without_server()
    mail_id = office.queue()
    reader = a_reader(office, web, "manager")
    assert reader.get(f"/api/v1/mail/{mail_id}/eml").status_code == 404

    office.attempt(mail_id)
    answer = reader.get(f"/api/v1/mail/{mail_id}/eml")

    assert answer.status_code == 200
    assert answer.mimetype == "message/rfc822"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data == (office.settings.mail_dir / f"{mail_id}.eml").read_bytes()


def test_agents_and_other_companies_see_nothing(office: PostOffice, web: Web):
    office = office.without_server()
    mail_id = office.queue()
    office.attempt(mail_id)
    paths = ("/api/v1/mail", f"/api/v1/mail/{mail_id}/eml")

    agent = a_reader(office, web, "agent")
    assert [agent.get(path).status_code for path in paths] == [403, 403]
    assert [web.client().get(path).status_code for path in paths] == [401, 401]

    company = a_company(office.database)
    stranger = web.client(an_agent(office.database, company, role="supervisor").account_id)
    assert stranger.get(paths[0]).get_json() == {"messages": []}
    assert stranger.get(paths[1]).status_code == 404
    assert stranger.get(f"/api/v1/mail/{new_id()}/eml").status_code == 404
    assert stranger.get("/api/v1/mail/..%2f..%2fguichet/eml").status_code in (404, 422)
