"""French and English on both sides: the language of the portal, of the person, and the switch."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.company import Company
from tests.acceptance.conftest import AsCustomer, AtDesk

#: A key that has no words shows as itself: `desk:empty.incoming`, `wait_unknown`.
BARE_KEY = re.compile(r"\b[a-z]+:[a-z_]+\.[a-z_.]+|\b[a-z]+_[a-z_]+\b|\{\{")


def _words(page: Page) -> str:
    return page.locator("body").inner_text()


def _has_words_everywhere(*pages: Page) -> None:
    for page in pages:
        found = BARE_KEY.search(_words(page))
        assert found is None, f"{found.group()} has no words"


@pytest.mark.feature("PORT-12", "AGNT-09")
def test_the_whole_journey_is_in_french_for_a_french_customer_and_a_french_agent(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    label = {"en": "Topic", "fr": "Sujet"}
    portal = company.portal(
        name="Aide",
        language="fr",
        form=[{"name": "topic", "label": label, "kind": "text", "required": False}],
    )
    marie = at_desk(company.agent("Marie", "fr", portals=[portal]), locale="fr-FR")
    page, desk = as_customer(portal, locale="fr-FR").page, marie.page
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(desk.locator("html")).to_have_attribute("lang", "fr")
    expect(desk.get_by_role("button", name="Disponibilité")).to_be_visible()
    _has_words_everywhere(page, desk)

    page.get_by_label("Votre nom").fill("Amélie")
    page.get_by_label("Votre question").fill("Où est ma carte ?")
    page.get_by_label("Sujet").fill("Carte")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_test_id("place")).to_be_visible()
    expect(marie.alert("Amélie").get_by_role("heading", name="Nouvelle demande")).to_be_visible()
    expect(marie.alert("Amélie")).to_contain_text("Sujet")
    expect(marie.heard("assertive")).to_contain_text("Nouvelle demande")
    _has_words_everywhere(page, desk)

    marie.alert("Amélie").get_by_role("button", name="Oui").click()
    expect(page.get_by_test_id("with")).to_have_text(re.compile("Marie est avec vous"))
    _has_words_everywhere(page, desk)

    desk.locator("#end-session").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Résolu", exact=True)).to_be_checked()
    _has_words_everywhere(desk)
    dialog.get_by_role("button").last.click()
    expect(page.get_by_role("group", name=re.compile("Marie")).get_by_role("radio")).to_have_count(
        5
    )
    _has_words_everywhere(page, desk)


@pytest.mark.feature("PORT-12")
def test_the_customer_may_change_the_language_and_the_agent_sees_which(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal(language="fr")
    marie = at_desk(company.agent("Marie", portals=[portal]))
    ada = as_customer(portal, locale="de-DE")
    expect(ada.view.get_by_label("Votre nom")).to_be_visible()

    ada.view.get_by_role("button", name="English").click()
    ada.ask("Ada")

    expect(ada.page.locator("html")).to_have_attribute("lang", "en")
    expect(marie.alert("Ada")).to_contain_text("English")
    ada.page.reload()
    expect(ada.place).to_have_text("You are next")


@pytest.mark.feature("AGNT-09")
def test_the_desk_changes_its_language_at_once_and_keeps_it(company: Company, at_desk: AtDesk):
    marie = at_desk(company.agent("Marie"))
    expect(marie.area("incoming")).to_contain_text("Nobody is waiting.")

    with marie.page.expect_response("**/api/v1/me"):
        marie.page.get_by_role("button", name="Français").click()

    expect(marie.page.get_by_role("button", name="English")).to_be_visible()
    expect(marie.area("incoming")).not_to_contain_text("Nobody is waiting.")
    expect(marie.page.locator("html")).to_have_attribute("lang", "fr")
    marie.page.reload()
    expect(marie.page.get_by_role("button", name="English")).to_be_visible()
