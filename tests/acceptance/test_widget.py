"""The widget on a company's page: another site than Guichet, third-party cookies blocked."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from config.demo_site.site import create_site
from tests.acceptance.browsing import CUT_LINE, Windows
from tests.acceptance.company import Company, demonstration_person
from tests.acceptance.company_site import (
    FRAMING_PAGE,
    WIDGET_PAGE,
    in_card,
    launcher,
    one_page,
    site,
)
from tests.acceptance.conftest import AtDesk
from tests.running import RunningGuichet

#: The launcher's limit, gzipped.
LIMIT = 12_000


@pytest.fixture(scope="module")
def bank(guichet: RunningGuichet) -> Iterator[str]:
    """The demonstration bank on `localhost`, which makes Guichet `127.0.0.1` to its pages."""
    with site(create_site(guichet.base_url)) as port:
        yield f"http://localhost:{port}"


@pytest.mark.feature("PORT-05")
def test_the_launcher_weighs_less_than_12_kilobytes(guichet: RunningGuichet):
    answer = requests.get(f"{guichet.base_url}/widget.js", timeout=10)

    assert answer.headers["Content-Type"].startswith(("text/javascript", "application/javascript"))
    assert len(gzip.compress(answer.content)) < LIMIT


@pytest.mark.feature("PORT-01", "PORT-02", "PORT-05", "PORT-12")
def test_the_bank_shows_three_portals_of_guichet_which_is_another_site(
    bank: str, windows: Windows, guichet: RunningGuichet
):
    page = windows.open().new_page()
    page.goto(f"{bank}/en/")

    floating = launcher(page)
    expect(floating.get_by_role("button", name="Ask us a question")).to_be_visible()
    expect(
        launcher(page, "#cards-help").get_by_role("button", name="Ask us a question")
    ).to_be_visible()
    expect(
        launcher(page, "#adviser-help").get_by_role("button", name="Talk to an adviser")
    ).to_be_visible()
    expect(floating.locator("iframe")).to_have_count(0)
    floating.get_by_role("button").click()
    card = in_card(page, floating)
    expect(card.name).to_be_visible()
    frame = page.frames[1]
    assert frame.url.startswith(f"{guichet.loopback_url}/c/demo-box?")
    assert page.url.startswith("http://localhost:")
    kept = frame.evaluate("document.cookie = 'probe=1; SameSite=None; Secure'; document.cookie")
    assert "probe" not in kept, "third-party cookies must be blocked in these tests"
    page.goto(f"{bank}/fr/")
    expect(floating.get_by_role("button", name="Poser une question")).to_be_visible()


@pytest.mark.feature("PORT-01", "PORT-05", "PORT-06", "PORT-09")
def test_one_click_on_the_banks_button_leads_to_an_adviser_and_a_reload_changes_nothing(
    bank: str, windows: Windows, at_desk: AtDesk, guichet: RunningGuichet
):
    marie = at_desk(demonstration_person(guichet, "paul"))
    page = windows.open().new_page()
    page.goto(f"{bank}/en/")
    button = launcher(page, "#adviser-help")
    button.get_by_role("button", name="Talk to an adviser").click()
    card = in_card(page, button)
    expect(card.question).to_have_count(0)
    card.ask("Amélie Rousseau", question="")
    expect(marie.alert("Amélie Rousseau")).to_be_visible()

    page.reload()

    expect(card.place).to_have_text("You are next")
    marie.yes("Amélie Rousseau")
    expect(card.together).to_have_text("Paul Nguyen is with you")
    expect(marie.details).to_contain_text(f"{bank}/en/")
    marie.say("Good morning")
    expect(card.line("Good morning")).to_be_visible()
    page.reload()
    expect(card.line("Good morning")).to_be_visible()
    card.say("Thank you")
    expect(marie.line("Thank you")).to_be_visible()
    marie.end_session()
    expect(card.heading("The conversation has ended")).to_be_visible()


@pytest.mark.feature("PORT-02", "PORT-05")
def test_a_minimised_card_keeps_its_place_and_counts_what_is_unread(
    company: Company, windows: Windows, at_desk: AtDesk, guichet: RunningGuichet
):
    queue = company.queue()
    portal = company.portal(queue)
    marie = at_desk(company.agent("Marie", queues=[queue]))
    with _company_page(guichet, portal.key) as address:
        page = windows.open().new_page()
        page.goto(address)
        widget = launcher(page)
        button = widget.locator("button.launcher")
        expect(button).to_be_visible()
        button.click()
        card = in_card(page, widget)
        card.ask("Ada")
        marie.yes("Ada")
        expect(card.together).to_be_visible()

        widget.get_by_role("button", name="Minimise").click()
        marie.say("Are you there?")
        marie.say("Hello?")

        expect(button).to_have_accessible_name(
            "Ask us a question, Marie is with you, 2 new messages"
        )
        expect(widget.get_by_role("status")).to_have_text("2 new messages")
        expect(marie.line("Hello?")).to_contain_text("Delivered")
        button.click()
        expect(card.line("Hello?")).to_be_visible()
        expect(marie.line("Hello?")).to_contain_text("Read")


@pytest.mark.feature("PORT-05")
def test_the_launcher_says_when_it_is_closed_and_when_nobody_is_there(
    company: Company, windows: Windows, guichet: RunningGuichet
):
    page = windows.open().new_page()
    for is_open, words in ((False, "Closed at the moment"), (True, "Nobody on line, you can wait")):
        with _company_page(guichet, company.portal(open=is_open).key) as address:
            page.goto(address)
            expect(launcher(page).locator("button.launcher")).to_contain_text(words)


@pytest.mark.feature("PORT-05")
def test_only_the_origins_a_portal_names_may_frame_its_page(
    company: Company, windows: Windows, guichet: RunningGuichet
):
    windows.allow("frame-ancestors", "Framing")
    open_to_some = company.portal(allowed_origins=["http://localhost:*"])
    markup = FRAMING_PAGE.format(address=f"{guichet.loopback_url}/c/{open_to_some.key}")
    with site(one_page(markup)) as port:
        page = windows.open().new_page()
        page.goto(f"http://localhost:{port}/")
        expect(
            page.frame_locator("iframe").get_by_role("textbox", name="Your name")
        ).to_be_visible()
        assert not windows.unexpected()

        with page.expect_event(
            "console", lambda said: "frame-ancestors" in said.text or "Framing" in said.text
        ):
            page.goto(f"http://127.0.0.1:{port}/")
        expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)


@pytest.mark.parametrize("path", ["/sign-in", "/desk"])
def test_no_site_may_frame_the_desk(windows: Windows, guichet: RunningGuichet, path: str):
    windows.allow("frame-ancestors", "Framing", "X-Frame-Options")
    with site(one_page(FRAMING_PAGE.format(address=f"{guichet.loopback_url}{path}"))) as port:
        page = windows.open().new_page()
        with page.expect_event(
            "console", lambda said: "Refused" in said.text or "Framing" in said.text
        ):
            page.goto(f"http://localhost:{port}/")
        expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)


@pytest.mark.feature("PORT-05", "PORT-09")
def test_a_company_page_that_loses_the_network_finds_the_conversation_again(
    company: Company, windows: Windows, at_desk: AtDesk, guichet: RunningGuichet
):
    windows.allow(*CUT_LINE)
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    with _company_page(guichet, portal.key) as address:
        page = windows.open().new_page()
        page.goto(address)
        widget = launcher(page)
        widget.locator("button.launcher").click()
        card = in_card(page, widget)
        card.ask("Ada")
        marie.yes("Ada")
        expect(card.message).to_be_visible()

        page.context.set_offline(True)
        expect(card.view.get_by_test_id("connection-line")).to_be_visible()
        card.say("kept")
        marie.say("meanwhile")
        page.context.set_offline(False)

        expect(card.line("meanwhile")).to_be_visible()
        expect(marie.line("kept")).to_have_count(1)


@pytest.mark.feature("PORT-05")
def test_the_card_is_opened_and_put_aside_by_keyboard(
    company: Company, windows: Windows, guichet: RunningGuichet
):
    with _company_page(guichet, company.portal().key) as address:
        page = windows.open().new_page()
        page.goto(address)
        widget = launcher(page)
        button = widget.locator("button.launcher")
        expect(button).to_be_visible()
        _tab_until_focused(page, button)
        page.keyboard.press("Enter")
        expect(in_card(page, widget).name).to_be_visible()
        expect(widget.locator(".card")).to_have_role("dialog")

        _tab_until_focused(page, in_card(page, widget).name)
        page.keyboard.press("Escape")

        expect(widget.locator(".card")).to_be_hidden()
        expect(button).to_be_focused()


@contextmanager
def _company_page(guichet: RunningGuichet, portal: str) -> Iterator[str]:
    """A company's page with the widget, whose own styles would spoil everything they could reach."""
    markup = WIDGET_PAGE.format(guichet=guichet.loopback_url, portal=portal, language="en")
    with site(one_page(markup)) as port:
        yield f"http://localhost:{port}/"


def _tab_until_focused(page: Page, target: Locator) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if target.evaluate("element => element.getRootNode().activeElement === element"):
            return
    raise AssertionError("the Tab key never got there")
