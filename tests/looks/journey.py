"""One request, desk and customer side by side: from the empty desk to the thanks."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from config.demonstration_forms import BOX_FORMS
from tests.acceptance.company import Company
from tests.acceptance.desk import Desk
from tests.looks.customers import customer_form, others_wait, portal_of
from tests.looks.script import ANSWER, QUESTION, THANKS
from tests.looks.studio import Studio


def journey(studio: Studio, company: Company) -> None:
    """Desk and customer side by side, from the empty desk to the thanks."""
    portal = portal_of(company, studio.language, form=BOX_FORMS[0], post_form=BOX_FORMS[1])
    desk = studio.at_desk(company.agent("Marie Lefèvre", studio.language, portals=[portal]))
    studio.take(desk.page, "desk-empty")
    page = customer_form(studio, portal)
    others_wait(studio, portal, ("Jean Tran", "Amélie Rousseau"))
    page.locator("#field-name").fill("Chloé Bernard")
    page.locator("#field-question").fill(QUESTION[studio.language])
    page.locator("form button[type=submit]").click()
    expect(page.get_by_test_id("place")).to_be_visible()
    studio.take(page, "customer-waiting")
    studio.cut_off(page, "customer-waiting-cut-off")
    expect(desk.alerts).to_have_count(3)
    studio.take(desk.page, "desk-alerts")
    desk.alert("Chloé Bernard").get_by_role("button").first.click()
    _talk(studio, desk, page)
    _end(studio, desk, page)


def _talk(studio: Studio, desk: Desk, page: Page) -> None:
    message = desk.page.locator("#message")
    theirs = page.locator(".composer textarea")
    expect(theirs).to_be_visible()
    for box, text in ((message, ANSWER), (theirs, THANKS), (message, ANSWER)):
        box.fill(text[studio.language])
        box.press("Enter")
    lines = desk.page.locator("li[data-author=customer]")
    expect(lines).to_have_count(1)
    studio.take(desk.page, "desk-session")
    studio.take(page, "customer-session")
    desk.page.get_by_role("tab").nth(2).click()
    studio.take(desk.page, "desk-notes")
    studio.cut_off(desk.page, "desk-cut-off")
    studio.cut_off(page, "customer-session-cut-off")
    _dialogs(studio, desk)


def _dialogs(studio: Studio, desk: Desk) -> None:
    page = desk.page
    page.locator("h2").first.click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    studio.take(page, "desk-shortcuts")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name=desk.person.name).click()
    studio.take(page, "desk-menu")
    page.keyboard.press("Escape")


def _end(studio: Studio, desk: Desk, page: Page) -> None:
    desk.page.locator("#end-session").click()
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    studio.take(desk.page, "desk-end")
    dialog.locator("button[type=submit]").click()
    expect(page.get_by_role("radio")).to_have_count(5)
    studio.take(page, "customer-survey")
    page.locator('[name="answers.email"]').fill("chloe")
    page.locator("form.survey button[type=submit]").click()
    expect(page.locator("[aria-invalid]")).to_have_count(1)
    studio.take(page, "customer-survey-error")
    page.locator('[name="answers.email"]').fill("")
    page.locator("label", has=page.get_by_role("radio")).nth(3).click()
    page.locator("form.survey button[type=submit]").click()
    expect(page.locator("form.survey")).to_have_count(0)
    studio.take(page, "customer-thanks")
    desk.row("history", "Chloé").click()
    expect(desk.page.locator("li[data-author=customer]")).to_have_count(1)
    expect(desk.page.locator("#details").get_by_role("list")).to_be_visible()
    studio.take(desk.page, "desk-past")
