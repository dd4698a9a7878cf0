"""Customers of the pictures: their portal, their form, and those who wait with them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from routing.tables import Portal
from tests.acceptance.api import Api
from tests.acceptance.company import Company
from tests.looks.script import QUESTION
from tests.looks.studio import Studio


def portal_of(company: Company, language: str, **fields: Any) -> Portal:
    label = {"en": "What is it about?", "fr": "À quel sujet ?"}
    form = [{"name": "topic", "label": label, "kind": "text", "required": False}]
    given = {"name": "Cartes et virements", "language": language, "form": form, **fields}
    return company.portal(**given)


def others_wait(studio: Studio, portal: Portal, names: tuple[str, ...]) -> None:
    api = Api(studio.guichet)
    for name in names:
        body = {"name": name, "question": QUESTION[studio.language], "language": studio.language}
        answer = api.post_request(portal, body)
        assert answer.ok, answer.text


def customer_form(studio: Studio, portal: Portal) -> Page:
    page = studio.page()
    page.goto(f"{studio.guichet.base_url}/c/{portal.key}?lang={studio.language}")
    submit = page.locator("form button[type=submit]")
    expect(submit).to_be_visible()
    studio.take(page, "customer-form")
    submit.click()
    expect(page.locator("[aria-invalid]").first).to_be_visible()
    studio.take(page, "customer-form-error")
    return page


def asks(studio: Studio, portal: Portal, name: str, question: dict[str, str]) -> Page:
    """A customer who waits with the page before them."""
    page = studio.page()
    page.goto(f"{studio.guichet.base_url}/c/{portal.key}?lang={studio.language}")
    page.locator("#field-name").fill(name)
    page.locator("#field-question").fill(question[studio.language])
    page.locator("form button[type=submit]").click()
    expect(page.get_by_test_id("place")).to_be_visible()
    return page
