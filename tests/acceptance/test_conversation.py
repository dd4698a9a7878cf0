"""A session: two people write to each other, one of them ends it, the other says how it was."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.browsing import CUT_LINE, Windows
from tests.acceptance.company import Company
from tests.acceptance.conftest import AsCustomer, AtDesk
from tests.acceptance.customer import Customer
from tests.acceptance.desk import Desk

Talk = tuple[Desk, Customer]


@pytest.fixture
def talk(company: Company, at_desk: AtDesk, as_customer: AsCustomer) -> Talk:
    """Marie in a session with Ada, both looking at it."""
    portal = company.portal(name="Help")
    marie = at_desk(company.agent("Marie", portals=[portal]))
    ada = as_customer(portal)
    ada.ask("Ada", "Is it open on Sunday?")
    marie.yes("Ada")
    expect(ada.message).to_be_visible()
    return marie, ada


@pytest.mark.feature("CHAT-01")
def test_lines_go_both_ways_with_typing_delivered_and_read(talk: Talk):
    marie, ada = talk
    expect(marie.conversation.get_by_text("Is it open on Sunday?")).to_be_visible()

    marie.message.press_sequentially("Good morning")
    expect(ada.view.get_by_test_id("typing")).to_have_text("Marie is writing…")
    marie.message.press("Enter")
    expect(ada.line("Good morning")).to_be_visible()
    expect(ada.heard).to_contain_text("Marie: Good morning")
    expect(marie.line("Good morning")).to_contain_text("Read")

    ada.message.press_sequentially("Hello")
    expect(marie.page.get_by_test_id("typing")).to_have_text("Ada is writing…")
    ada.message.press("Enter")
    expect(marie.line("Hello")).to_be_visible()
    expect(marie.heard()).to_have_text("Ada: Hello")
    expect(ada.view.get_by_test_id("mark")).to_contain_text("Read")


@pytest.mark.feature("CHAT-01")
def test_numbered_lines_keep_their_order_while_both_sides_load_their_pages_anew(talk: Talk):
    marie, ada = talk
    numbers = [str(number) for number in range(1, 16)]
    for number in numbers:
        marie.say(f"to you {number}")
        ada.say(f"to me {number}")
        if number == "5":
            ada.page.reload()
        if number == "10":
            marie.page.reload()
            marie.row("in_progress", "Ada").click()

    for page in (marie, ada):
        expect(page.lines("agent")).to_have_text([f"to you {number}" for number in numbers])
        expect(page.lines("customer")).to_have_text([f"to me {number}" for number in numbers])


@pytest.mark.feature("CHAT-01")
def test_what_is_written_without_a_connection_is_kept_and_sent_once_in_order(
    talk: Talk, windows: Windows
):
    windows.allow(*CUT_LINE)
    marie, ada = talk
    for side in (marie, ada):
        side.page.context.set_offline(True)
    expect(ada.view.get_by_test_id("connection-line")).to_be_visible()
    expect(marie.page.get_by_test_id("link-line")).to_contain_text("What you write is kept.")
    for text in ("one", "two", "three"):
        ada.say(f"customer {text}")
        marie.say(f"agent {text}")
    expect(marie.line("agent three")).to_contain_text("Sending…")

    for side in (marie, ada):
        side.page.context.set_offline(False)

    for page in (marie, ada):
        expect(page.lines("agent")).to_have_text(["agent one", "agent two", "agent three"])
        expect(page.lines("customer")).to_have_text(
            ["customer one", "customer two", "customer three"]
        )
    expect(marie.page.get_by_test_id("link-line")).to_be_hidden()


@pytest.mark.feature("CHAT-01")
def test_each_side_is_told_when_the_other_is_cut_off(talk: Talk, windows: Windows):
    windows.allow(*CUT_LINE)
    marie, ada = talk
    presence = marie.page.get_by_test_id("presence")
    expect(presence).to_have_text("Connected")

    ada.page.context.set_offline(True)
    expect(presence).to_contain_text("Connection lost.")
    ada.page.context.set_offline(False)

    expect(presence).to_have_text("Connected")


def test_what_is_being_written_survives_a_reload_on_both_sides(talk: Talk):
    marie, ada = talk
    marie.message.fill("half a sen")
    ada.message.fill("not yet s")

    marie.page.reload()
    ada.page.reload()

    marie.row("in_progress", "Ada").click()
    expect(marie.message).to_have_value("half a sen")
    expect(ada.message).to_have_value("not yet s")


@pytest.mark.feature("AGNT-10", "PORT-08")
def test_the_agent_ends_with_resolution_and_notes_and_the_customer_answers_with_a_face(
    talk: Talk, as_customer: AsCustomer
):
    marie, ada = talk
    marie.details.get_by_role("tab", name="Notes").click()
    notes = marie.details.get_by_role("textbox", name="Notes")
    notes.fill("Asked for the opening times.")
    expect(marie.details.get_by_text("Saved")).to_be_visible()
    marie.page.reload()
    marie.row("in_progress", "Ada").click()

    marie.page.get_by_role("button", name="End session").click()
    dialog = marie.page.get_by_role("dialog", name="End the session with Ada")
    expect(dialog.get_by_role("textbox", name="Notes")).to_have_value(
        "Asked for the opening times."
    )
    dialog.get_by_role("radio", name="Unresolved").check()
    dialog.get_by_role("textbox", name="Ticket number").fill("T-17")
    dialog.get_by_role("textbox", name="Notes").fill("Asked for the opening times. Told them.")
    dialog.get_by_role("button", name="End session").click()

    expect(ada.heading("The conversation has ended")).to_be_visible()
    expect(ada.view.locator("body, .page").first).not_to_contain_text("opening times")
    ada.view.get_by_role("button", name="Send my answer").click()
    expect(ada.view.get_by_text("Please choose a face.")).to_be_visible()
    faces = ada.view.get_by_role("group", name="How was it with Marie?").get_by_role("radio")
    expect(faces).to_have_count(5)
    ada.view.get_by_role("radio", name="Good", exact=True).check()
    ada.view.get_by_label("Anything to add?").fill("Quick and kind.")
    ada.view.get_by_role("button", name="Send my answer").click()
    expect(ada.heading("Thank you")).to_be_visible()

    past = marie.row("history", "Ada")
    expect(past).to_contain_text("Unresolved")
    expect(past).to_contain_text("face 4 of 5")
    past.click()
    expect(marie.conversation).to_contain_text("Asked for the opening times. Told them.")
    expect(marie.details).to_contain_text("T-17")


@pytest.mark.feature("SESS-03")
def test_a_customer_who_leaves_the_conversation_leaves_it_to_the_agent_to_end(talk: Talk):
    marie, ada = talk
    marie.say("One moment")
    expect(ada.line("One moment")).to_be_visible()

    ada.leave()

    expect(ada.view.get_by_role("group", name="How was it with Marie?")).to_be_visible()
    left = "The customer has left. End the session when you are done."
    expect(marie.page.get_by_test_id("presence")).to_have_text(left)
    marie.end_session()
    expect(marie.row("history", "Ada")).to_have_count(1)


def test_earlier_sessions_of_the_same_customer_stand_beside_the_new_one(talk: Talk):
    marie, ada = talk
    marie.end_session(notes="First time.")
    ada.view.get_by_role("button", name="Ask something else").click()
    ada.ask("Ada", "And on Monday?")
    marie.yes("And on Monday?")

    marie.details.get_by_role("tab", name="History").click()

    earlier = marie.details.get_by_role("button").filter(has_text="Is it open on Sunday?")
    expect(earlier).to_contain_text("Resolved")
    earlier.click()
    expect(marie.conversation).to_contain_text("First time.")


def test_each_customer_has_a_tab_and_unread_lines_are_counted_on_it(
    talk: Talk, company: Company, as_customer: AsCustomer
):
    marie, ada = talk
    ben = as_customer(_portal_of(ada))
    ben.ask("Ben")
    marie.yes("Ben")
    tabs = marie.page.get_by_role("tablist", name="Open sessions")
    expect(tabs.get_by_role("tab")).to_have_count(2)
    expect(tabs.get_by_role("tab", name="Ben")).to_have_attribute("aria-selected", "true")

    ada.say("Are you there?")
    ada.say("Hello?")

    expect(tabs.get_by_role("tab", name="Ada")).to_contain_text("2 unread lines")
    tabs.get_by_role("tab", name="Ada").click()
    expect(marie.line("Are you there?")).to_be_visible()
    expect(tabs.get_by_role("tab", name="Ada")).not_to_contain_text("unread")


@pytest.mark.feature("CHAT-01")
def test_markup_and_very_long_words_are_text_and_nothing_else(talk: Talk):
    marie, ada = talk
    markup = "<img src=x onerror=alert(1)> & <b>bold</b>"
    ada.say(markup)
    marie.say("x" * 3_000)

    expect(marie.lines("customer")).to_have_text([markup])
    expect(ada.lines("agent")).to_have_text(["x" * 3_000])
    for page in (marie.page, ada.page):
        assert page.locator("img[src=x]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _portal_of(customer: Customer) -> str:
    return customer.page.url.split("/c/")[1].split("?")[0]
