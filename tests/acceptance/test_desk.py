"""The desk: signing in, being available or not, and the areas of the list."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browsing import Windows, refused
from tests.acceptance.company import Company
from tests.acceptance.conftest import AsCustomer, AtDesk
from tests.acceptance.customer import open_customer_page
from tests.running import RunningGuichet


def test_an_agent_signs_in_is_told_of_a_wrong_password_and_signs_out(
    company: Company, guichet: RunningGuichet, windows: Windows
):
    windows.allow(refused(401))
    person = company.agent("Marie Lefèvre")
    page = windows.open().new_page()
    page.goto(f"{guichet.base_url}/")
    expect(page).to_have_url(f"{guichet.base_url}/sign-in")
    login = page.get_by_role("textbox", name="Login")
    password = page.get_by_label("Password", exact=True)

    login.fill(person.login)
    password.fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_contain_text(
        "The login or the password is not right."
    )
    password.fill(person.password)
    password.press("Enter")

    expect(page).to_have_url(f"{guichet.base_url}/desk")
    expect(page.get_by_role("button", name="Availability: Unavailable")).to_be_visible()
    page.get_by_role("button", name="Account of Marie Lefèvre").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(login).to_be_visible()
    page.goto(f"{guichet.base_url}/desk")
    expect(login).to_be_visible()


@pytest.mark.feature("AGNT-07")
def test_the_switch_sets_availability_with_a_reason_and_only_the_available_are_rung(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]), status="unavailable")
    paul = at_desk(company.agent("Paul", portals=[portal]))
    as_customer(portal).ask("Ada")
    expect(paul.alert("Ada")).to_be_visible()
    expect(marie.alerts).to_have_count(0)
    expect(marie.row("incoming", "Ada")).to_be_visible()

    paul.availability.click()
    paul.page.get_by_role("menuitem", name="Lunch").click()
    expect(paul.availability).to_contain_text("Unavailable · Lunch")
    expect(paul.alerts).to_have_count(0)
    paul.availability.click()
    paul.page.get_by_role("menuitem", name="Another reason").click()
    paul.page.get_by_role("dialog").get_by_role("textbox", name="Reason").fill("Dentist")
    paul.page.get_by_role("dialog").get_by_role("button", name="Set").click()
    expect(paul.availability).to_contain_text("Unavailable · Dentist")
    marie.availability.click()
    marie.page.get_by_role("menuitem", name="Available", exact=True).click()

    expect(marie.availability).to_have_attribute("data-state", "available")
    expect(marie.alert("Ada")).to_be_visible()


def test_who_chose_so_is_unavailable_after_each_session(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    marie.availability.click()
    marie.page.get_by_role("menuitemcheckbox", name="Unavailable after each session").click()
    as_customer(portal).ask("Ada")
    marie.yes("Ada")
    expect(marie.availability).to_have_attribute("data-state", "in_session")

    marie.end_session()

    expect(marie.availability).to_have_attribute("data-state", "unavailable")


def test_wrap_up_time_offers_nothing_until_it_is_over_or_ended_by_hand(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal(wrap_up=600_000)
    marie = at_desk(company.agent("Marie", portals=[portal]))
    as_customer(portal).ask("Ada")
    marie.yes("Ada")
    marie.end_session()
    expect(marie.availability).to_have_attribute("data-state", "wrap_up")
    as_customer(portal).ask("Ben")
    expect(marie.row("incoming", "Ben")).to_be_visible()
    expect(marie.alerts).to_have_count(0)

    marie.page.get_by_role("button", name="Ready now").click()

    expect(marie.alert("Ben")).to_be_visible()


@pytest.mark.feature("AGNT-01", "AGNT-02", "PORT-06")
def test_a_request_goes_from_incoming_to_in_progress_to_history_with_its_details(
    company: Company, at_desk: AtDesk, guichet: RunningGuichet, windows: Windows
):
    portal = company.portal(name="Help")
    marie = at_desk(company.agent("Marie", portals=[portal]))
    for area in ("incoming", "in_progress", "history"):
        expect(marie.area(area).get_by_role("button")).to_have_count(0)
        expect(marie.area(area).get_by_role("paragraph")).to_be_visible()
    query = "?page=https://bank.example/loans&ref=https://search.example/"
    ada = open_customer_page(windows.open().new_page(), guichet, portal, query)
    ada.ask("Ada", "What does it cost?")

    row = marie.row("incoming", "Ada")
    for words in ("Help", "“What does it cost?”", "en", "new"):
        expect(row).to_contain_text(words)
    marie.yes("Ada")
    expect(marie.row("incoming", "Ada")).to_have_count(0)
    expect(marie.row("in_progress", "Ada")).to_contain_text("Help")
    for label, value in (
        ("Customer", "Ada"),
        ("Session number", re.compile(r"\d{3}")),
        ("Portal", "Help"),
        ("Language", "English"),
        ("Page they came from", "https://bank.example/loans"),
        ("Page before that", "https://search.example/"),
        ("System", re.compile("Chrome")),
    ):
        term = marie.details.get_by_role("term").filter(has_text=re.compile(f"^{label}$"))
        expect(term.locator("xpath=following-sibling::dd[1]")).to_contain_text(value)
    marie.end_session()

    expect(marie.row("in_progress", "Ada")).to_have_count(0)
    expect(marie.row("history", "Ada")).to_contain_text("Resolved")


@pytest.mark.feature("AGNT-01", "AGNT-02")
def test_areas_and_columns_can_be_hidden_and_stay_so(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    as_customer(portal).ask("Ada", "Hidden?")
    expect(marie.row("incoming", "Ada")).to_contain_text("Hidden?")

    marie.page.get_by_role("button", name="Account of Marie").click()
    marie.page.get_by_role("menuitem", name="Preferences").click()
    dialog = marie.page.get_by_role("dialog", name="Preferences")
    dialog.get_by_role("checkbox", name="History today").uncheck()
    dialog.get_by_role("checkbox", name="Question").uncheck()
    marie.page.reload()

    expect(marie.row("incoming", "Ada")).to_be_visible()
    expect(marie.row("incoming", "Ada")).not_to_contain_text("Hidden?")
    expect(marie.area("history")).to_have_count(0)


def test_a_desk_that_was_cut_off_comes_back_to_what_has_changed_meanwhile(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, windows: Windows
):
    windows.allow("ERR_INTERNET_DISCONNECTED", "WebSocket connection")
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    gone = as_customer(portal)
    gone.ask("Ada")
    expect(marie.row("incoming", "Ada")).to_be_visible()
    marie.page.context.set_offline(True)
    expect(marie.page.get_by_test_id("link-line")).to_contain_text("Connection lost.")
    gone.leave()
    expect(gone.heading("You have left")).to_be_visible()
    as_customer(portal).ask("Ben")

    marie.page.context.set_offline(False)

    expect(marie.row("incoming", "Ben")).to_be_visible()
    expect(marie.alert("Ben")).to_be_visible()
    expect(marie.row("incoming", "Ada")).to_have_count(0)
    expect(marie.page.get_by_test_id("link-line")).to_be_hidden()


def test_another_companys_agent_sees_nothing_of_it(
    company: Company, guichet: RunningGuichet, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    other = Company(guichet)
    stranger = at_desk(other.agent("Stranger", portals=[other.portal()]))

    as_customer(portal).ask("Ada")

    expect(marie.alert("Ada")).to_be_visible()
    expect(stranger.alerts).to_have_count(0)
    expect(stranger.page.get_by_test_id("waiting-count")).to_contain_text("0 waiting")
    other.close()
