"""Forms before and after a session: filled in by the customer, seen by the agent, found in the reports."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.acceptance.api import Api
from tests.acceptance.company import Company
from tests.acceptance.conftest import AsCustomer, AtDesk
from tests.running import RunningGuichet
from tests.waiting import wait_until

REPORT_LIMIT_S = 60.0
BEFORE = [
    {
        "name": "subject",
        "label": {"en": "What is it about?", "fr": "À quel sujet ?"},
        "kind": "choice",
        "required": True,
        "choices": [{"en": "A card", "fr": "Une carte"}, {"en": "A loan", "fr": "Un crédit"}],
    },
    {"name": "branch", "label": {"en": "Your branch", "fr": "Votre agence"}, "kind": "text"},
    {"name": "mail", "label": "E-mail", "kind": "email", "required": True},
]
AFTER = [
    {
        "name": "solved",
        "label": {"en": "Was it solved?", "fr": "Est-ce résolu ?"},
        "kind": "choice",
        "required": True,
        "choices": [{"en": "Yes", "fr": "Oui"}, {"en": "No", "fr": "Non"}],
    },
    {"name": "copy", "label": {"en": "Mail me a copy at", "fr": "Copie à"}, "kind": "email"},
    {"name": "missing", "label": {"en": "What was missing?", "fr": "Que manquait-il ?"}},
]


@pytest.mark.feature("PORT-07", "REPT-04")
def test_both_forms_are_checked_and_their_answers_shown_wherever_the_session_is(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, guichet: RunningGuichet
):
    portal = company.portal(form=BEFORE, post_form=AFTER)
    marie = at_desk(company.agent(portals=[portal]))
    ada = as_customer(portal)

    ada.name.fill("Ada")
    ada.question.fill("Where is it?")
    ada.send.click()
    expect(ada.view.get_by_text("Please fill this in.")).to_have_count(2)
    ada.view.get_by_label("What is it about?").select_option("A loan")
    ada.view.get_by_label("Your branch").fill("Gare de Lyon")
    ada.view.get_by_label("E-mail").fill("ada")
    ada.send.click()
    expect(ada.view.get_by_text("Please write an e-mail address")).to_be_visible()
    ada.view.get_by_label("E-mail").fill("ada@customer.example")
    ada.send.click()

    alert = marie.alert("Where is it?")
    for words in ("What is it about?", "A loan", "Gare de Lyon", "ada@customer.example"):
        expect(alert).to_contain_text(words)
    marie.yes("Where is it?")
    for words in ("What is it about?", "A loan", "Gare de Lyon", "ada@customer.example"):
        expect(marie.details).to_contain_text(words)
    marie.end_session()

    ada.view.get_by_role("radio", name="Good", exact=True).check()
    send = ada.view.get_by_role("button", name="Send my answer")
    send.click()
    expect(ada.view.get_by_text("Please fill this in.")).to_be_visible()
    expect(ada.view.get_by_label("Was it solved?")).to_be_focused()
    ada.view.get_by_label("Was it solved?").select_option("No")
    ada.view.get_by_label("What was missing?").fill("The form for it")
    send.click()
    expect(ada.heading("Thank you")).to_be_visible()

    marie.row("history", "Ada").click()
    for words in ("Was it solved?", "No", "The form for it"):
        expect(marie.details).to_contain_text(words)
    row = _reported(Api(guichet, company.agent("Sophie", role="supervisor")), "gare de lyon")
    assert row["email"] == "ada@customer.example"
    assert "Your branch: Gare de Lyon" in row["answers"]
    assert "Was it solved?: No" in row["post_answers"]
    assert "What was missing?: The form for it" in row["post_answers"]


def _reported(sophie: Api, text: str) -> dict[str, str]:
    """The one session with this text in its answers, as the report shows it."""
    now = datetime.now(UTC)
    days = {
        "from": str((now - timedelta(days=1)).date()),
        "to": str((now + timedelta(days=1)).date()),
    }
    question = {"kind": "sessions", "parameters": {**days, "text": text, "fields": ["answers"]}}
    asked = sophie.send("POST", "/reports", question)
    assert asked.status_code == 202, asked.text
    path = f"/reports/{asked.json()['id'] if 'id' in asked.json() else asked.json()['run']['id']}"

    def result():
        return sophie.send("GET", path).json()["result"]

    made = wait_until(result, REPORT_LIMIT_S, "the report")
    assert len(made["rows"]) == 1
    return dict(zip((column["key"] for column in made["columns"]), made["rows"][0], strict=True))
