"""The whole journey by keyboard alone, with what a screen reader is told on the way."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.acceptance import desk as desks
from tests.acceptance.browsing import PATIENCE_MS, Windows
from tests.acceptance.company import Company
from tests.acceptance.customer import open_customer_page
from tests.running import RunningGuichet
from tests.waiting import wait_until

#: Keeps every text that any live region of the page has held.
LISTENER = """
window.heard = [];
const LIVE = '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]';
function listen() {
  for (const region of document.querySelectorAll(LIVE)) {
    const text = region.textContent.trim();
    if (text && window.heard.at(-1) !== text && !(region.said === text)) window.heard.push(text);
    region.said = text;
  }
}
new MutationObserver(listen).observe(document, { childList: true, subtree: true, characterData: true });
"""
#: More stops than any page has on the way to anything.
MOST_STOPS = 60


@pytest.mark.feature("PORT-02", "PORT-09", "ALRT-02", "CHAT-01", "AGNT-10", "PORT-08")
def test_the_whole_journey_works_by_keyboard_alone_and_is_told_to_screen_readers(
    company: Company, guichet: RunningGuichet, windows: Windows
):
    portal = company.portal(name="Help")
    agent, person = _listened(windows).new_page(), company.agent("Marie", portals=[portal])
    customer = _listened(windows).new_page()

    _sign_in(agent, guichet, person)
    _become_available(agent)
    _ask(customer, guichet, portal)
    _heard(customer, "You are next")
    _heard(agent, "New request: Ada, Help.")

    agent.keyboard.press("Alt+y")
    _heard(customer, "Marie is with you")
    _write(agent, "Message", "Good morning")
    _heard(customer, "Marie: Good morning")
    _write(customer, "Write a message", "Hello")
    _heard(agent, "Ada: Hello")

    _end(agent)
    _heard(customer, "The conversation has ended")
    _answer_survey(customer)
    desk = desks.Desk(agent, person)
    expect(desk.row("history", "Ada")).to_contain_text("face 5 of 5")


@pytest.mark.feature("ALRT-02", "ALRT-04")
def test_alerts_and_rows_are_answered_by_single_keys_when_nothing_is_being_written(
    company: Company, guichet: RunningGuichet, windows: Windows
):
    portal = company.portal()
    context, person = windows.open(), company.agent("Marie", portals=[portal])
    token = desks.sign_in(context, guichet, person)
    desk = desks.open_tab(context, guichet, person)
    desks.become(context, guichet, token, "available")
    for name in ("Ada", "Ben"):
        open_customer_page(windows.open().new_page(), guichet, portal).ask(name)
        expect(desk.alert(name)).to_be_visible()

    desk.page.keyboard.press("Escape")
    expect(desk.alert("Ada")).to_have_count(0)
    desk.page.keyboard.press("Enter")
    expect(desk.row("in_progress", "Ben")).to_be_visible()

    desk.page.keyboard.press("Alt+l")
    expect(desk.row("incoming", "Ada")).to_be_focused()
    desk.page.keyboard.press("Enter")
    yes = desk.alert("Ada").get_by_role("button", name="Yes")
    expect(yes).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.row("in_progress", "Ada")).to_be_visible()


def test_the_shortcuts_are_listed_on_a_question_mark_and_escape_closes_the_list(
    company: Company, guichet: RunningGuichet, windows: Windows
):
    context, person = windows.open(), company.agent("Marie")
    desks.sign_in(context, guichet, person)
    desk = desks.open_tab(context, guichet, person)

    desk.page.keyboard.press("?")
    shortcuts = desk.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shortcuts).to_contain_text("Yes to the oldest alert, from anywhere")
    desk.page.keyboard.press("Escape")

    expect(shortcuts).to_be_hidden()


def _listened(windows: Windows, **options: Any) -> BrowserContext:
    context = windows.open(**options)
    context.add_init_script(LISTENER)
    return context


def _sign_in(page: Page, guichet: RunningGuichet, person: Any) -> None:
    page.goto(f"{guichet.base_url}/sign-in")
    # The field for the login has the focus from the beginning.
    expect(page.get_by_role("textbox", name="Login")).to_be_focused()
    page.keyboard.type(person.login)
    page.keyboard.press("Tab")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")
    expect(page.locator('#list[aria-busy="false"]')).to_be_attached()


def _become_available(page: Page) -> None:
    switch = page.get_by_role("button", name="Availability:")
    _tab_to(page, switch)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Available", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("data-state", "available")


def _ask(page: Page, guichet: RunningGuichet, portal: Any) -> None:
    customer = open_customer_page(page, guichet, portal)
    _tab_to(page, customer.name)
    page.keyboard.type("Ada")
    _tab_to(page, customer.question)
    page.keyboard.type("Where is my order?")
    _tab_to(page, customer.send)
    page.keyboard.press("Enter")
    expect(customer.place).to_have_text("You are next")


def _write(page: Page, name: str, text: str) -> None:
    field = page.get_by_role("textbox", name=name, exact=True)
    expect(field).to_be_visible()
    _tab_to(page, field)
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _end(page: Page) -> None:
    page.keyboard.press("Alt+e")
    dialog = page.get_by_role("dialog", name="End the session with Ada")
    resolved = dialog.get_by_role("radio", name="Resolved", exact=True)
    expect(resolved).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="Unresolved")).to_be_checked()
    _tab_to(page, dialog.get_by_role("textbox", name="Ticket number"))
    page.keyboard.type("T-18")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def _answer_survey(page: Page) -> None:
    faces = page.get_by_role("radio")
    _tab_to(page, faces.first)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Very good")).to_be_checked()
    _tab_to(page, page.get_by_label("Anything to add?"))
    page.keyboard.type("Kind.")
    _tab_to(page, page.get_by_role("button", name="Send my answer"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def _tab_to(page: Page, target: Locator) -> None:
    """Presses Tab until the target has the focus; what has it must be seen to have it."""
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never got to {target}")


def _heard(page: Page, words: str) -> None:
    wait_until(
        lambda: any(words in text for text in page.evaluate("window.heard")),
        PATIENCE_MS / 1000,
        f"a live region to say {words!r}",
    )
