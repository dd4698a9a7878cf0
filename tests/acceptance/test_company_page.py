"""The card on a company's page under a strict policy: what is kept, what is seen, and how it is used."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.browsing import CUT_LINE, PHONE, Windows
from tests.acceptance.company import Company
from tests.acceptance.company_page import (
    Embedded,
    card,
    company_page,
    customer_in_card,
    launcher,
)
from tests.acceptance.conftest import AtDesk
from tests.running import RunningGuichet

OnCompanyPage = Callable[..., Page]


@pytest.fixture
def on_company_page(guichet: RunningGuichet, windows: Windows) -> Iterator[OnCompanyPage]:
    """`on_company_page(Embedded(…), …)`: a visitor's browser on a company's page."""
    with ExitStack() as pages:

        def visit(*embedded: Embedded, **options: object) -> Page:
            address = pages.enter_context(company_page(guichet, embedded))
            page = windows.open(**options).new_page()
            page.goto(address)
            return page

        yield visit


@pytest.mark.feature("PORT-05", "PORT-06")
def test_under_a_strict_policy_and_rough_styles_the_launcher_leads_to_an_alert(
    company: Company, at_desk: AtDesk, on_company_page: OnCompanyPage
):
    portal = company.portal(name="Our advisers")
    marie = at_desk(company.agent(portals=[portal]))
    page = on_company_page(Embedded(portal.key))

    launcher(page).click()
    expect(card(page)).to_have_accessible_name("Our advisers")
    customer_in_card(page).ask("Ada", "Where is my card?")

    marie.yes("Where is my card?")
    expect(marie.details).to_contain_text(page.url)


@pytest.mark.feature("PORT-05")
def test_the_launcher_says_how_long_the_wait_is_when_everybody_is_busy(
    company: Company, at_desk: AtDesk, on_company_page: OnCompanyPage
):
    portal = company.portal(default_wait=240_000)
    marie = at_desk(company.agent(portals=[portal], max_sessions=1))
    ada = on_company_page(Embedded(portal.key))
    launcher(ada).click()
    customer_in_card(ada).ask("Ada")
    marie.yes("Ada")

    page = on_company_page(Embedded(portal.key, (("target", "#here"),)))

    expect(launcher(page, "#here")).to_contain_text("Busy · about 4 minutes")


@pytest.mark.feature("PORT-09")
def test_a_minimised_card_stays_minimised_and_keeps_the_place_when_the_page_is_loaded_again(
    company: Company, on_company_page: OnCompanyPage
):
    portal = company.portal()
    page = on_company_page(Embedded(portal.key))
    launcher(page).click()
    customer_in_card(page).ask("Ada")

    page.get_by_role("button", name="Minimise").click()
    page.reload()

    expect(launcher(page)).to_contain_text("You are next")
    expect(card(page)).to_be_hidden()
    launcher(page).click()
    expect(customer_in_card(page).place).to_have_text("You are next")


@pytest.mark.feature("PORT-05")
def test_the_companys_page_sees_neither_the_token_nor_what_is_written(
    company: Company, on_company_page: OnCompanyPage
):
    portal = company.portal()
    page = on_company_page(Embedded(portal.key))
    launcher(page).click()
    customer_in_card(page).ask("Ada", "A secret question")

    kept = page.evaluate("[{...localStorage}, {...sessionStorage}, document.cookie]")

    assert kept == [{}, {f"guichet.widget.{portal.key}": "shown"}, ""]


@pytest.mark.feature("CHAT-01")
def test_forty_lines_written_while_cut_off_survive_a_reload_and_arrive_once_in_order(
    company: Company, at_desk: AtDesk, on_company_page: OnCompanyPage, windows: Windows
):
    windows.allow(*CUT_LINE)
    portal = company.portal()
    marie = at_desk(company.agent(portals=[portal]))
    page = on_company_page(Embedded(portal.key))
    launcher(page).click()
    customer = customer_in_card(page)
    customer.ask("Ada")
    marie.yes("Ada")
    expect(customer.together).to_be_visible()
    texts = [f"line {number}" for number in range(40)]

    page.context.set_offline(True)
    for text in texts:
        customer.say(text)
    expect(customer.conversation.locator("[data-mark=unsent]")).to_have_count(len(texts))
    page.context.set_offline(False)
    page.reload()

    expect(customer.lines("customer")).to_have_text(texts)
    expect(customer.conversation.locator("[data-mark=unsent]")).to_have_count(0)
    expect(marie.lines("customer")).to_have_text(texts)


@pytest.mark.feature("PORT-05", "PORT-08")
def test_the_whole_way_by_keyboard_alone_with_what_a_screen_reader_hears(
    company: Company, at_desk: AtDesk, on_company_page: OnCompanyPage
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    page = on_company_page(Embedded(portal.key))
    customer, keys = customer_in_card(page), page.keyboard
    expect(launcher(page)).to_be_visible()

    _tab_to(page, launcher(page))
    keys.press("Enter")
    expect(customer.name).to_be_visible()
    _tab_to(page, customer.name)
    keys.type("Ada")
    keys.press("Tab")
    keys.type("By keyboard?")
    _tab_to(page, customer.send)
    keys.press("Enter")
    expect(customer.heard).to_contain_text("You are next")
    marie.yes("Ada")
    expect(customer.heard).to_have_text("Marie is with you")

    _tab_to(page, customer.message)
    keys.type("Hello")
    keys.press("Enter")
    expect(marie.line("Hello")).to_be_visible()
    marie.say("Good day")
    expect(customer.heard).to_have_text("Marie: Good day")
    keys.press("Escape")
    expect(launcher(page)).to_be_focused()
    keys.press("Enter")
    expect(customer.line("Good day")).to_be_visible()

    marie.end_session()
    expect(customer.heard).to_have_text("The conversation has ended")
    _tab_to(page, customer.view.get_by_role("radio", name="Very bad"))
    # An arrow moves to the next face; the first one chooses where the focus is.
    for _ in range(4):
        keys.press("ArrowRight")
    expect(customer.view.get_by_role("radio", name="Very good")).to_be_checked()
    _tab_to(page, customer.view.get_by_role("button", name="Send my answer"))
    keys.press("Enter")
    expect(customer.heading("Thank you")).to_be_visible()


@pytest.mark.feature("PORT-12")
def test_the_launcher_speaks_the_language_asked_for_and_then_the_one_chosen_in_the_card(
    company: Company, on_company_page: OnCompanyPage
):
    portal = company.portal(language="en")
    page = on_company_page(Embedded(portal.key, (("lang", "fr"),)))
    expect(launcher(page)).to_contain_text("Poser une question")

    launcher(page).click()
    view = customer_in_card(page).view
    expect(view.get_by_role("textbox", name="Votre question")).to_be_visible()
    view.get_by_role("button", name="English").click()

    expect(view.get_by_role("textbox", name="Your question")).to_be_visible()
    page.get_by_role("button", name="Minimise").click()
    expect(launcher(page)).to_contain_text("Ask us a question")


@pytest.mark.feature("PORT-05")
def test_a_card_that_cannot_be_loaded_says_so_and_tries_again(
    company: Company, on_company_page: OnCompanyPage, windows: Windows
):
    windows.allow("frame-ancestors", "Framing", "chrome-error")
    portal = company.portal(allowed_origins=["https://www.elsewhere.example"])
    page = on_company_page(Embedded(portal.key))

    launcher(page).click()

    expect(card(page).get_by_role("alert")).to_contain_text("cannot be reached")
    expect(card(page).get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.feature("PORT-05")
def test_on_a_phone_the_card_takes_the_whole_screen(
    company: Company, on_company_page: OnCompanyPage
):
    portal = company.portal()
    page = on_company_page(Embedded(portal.key), viewport=PHONE, has_touch=True)

    launcher(page).click()

    expect(customer_in_card(page).name).to_be_visible()
    assert card(page).bounding_box() == {"x": 0, "y": 0, **PHONE}


def _tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until `wanted` has the focus, wherever that may be."""
    for _ in range(30):
        if wanted.evaluate("element => element.getRootNode().activeElement === element"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
