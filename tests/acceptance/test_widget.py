"""The widget on a company's page: another site than Guichet, third-party cookies blocked."""

import gzip
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import expect

from config.demo_site.site import create_site
from tests.acceptance.browsing import Windows
from tests.acceptance.company import Company, demonstration_person
from tests.acceptance.company_page import Embedded, company_page, customer_in_card, launcher
from tests.acceptance.company_site import framing_site, site
from tests.acceptance.conftest import AtDesk
from tests.running import RunningGuichet

#: The launcher's limit, gzipped.
LIMIT = 12_000
#: Where the bank's launchers stand besides the floating one.
CARDS = "#cards-help guichet-launcher"
ADVISER = "#adviser-help guichet-launcher"
#: How Chromium complains of a page that may not be framed.
NOT_FRAMED = ("frame-ancestors", "Framing", "X-Frame-Options")


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

    expect(launcher(page)).to_contain_text("Ask us a question")
    expect(launcher(page, CARDS)).to_contain_text("Ask us a question")
    expect(launcher(page, ADVISER)).to_contain_text("Talk to an adviser")
    expect(page.locator("iframe")).to_have_count(0)
    launcher(page).click()
    expect(customer_in_card(page).name).to_be_visible()
    frame = page.frames[1]
    assert frame.url.startswith(f"{guichet.loopback_url}/c/demo-box?")
    assert page.url.startswith("http://localhost:")
    kept = frame.evaluate("document.cookie = 'probe=1; SameSite=None; Secure'; document.cookie")
    assert "probe" not in kept, "third-party cookies must be blocked in these tests"
    page.goto(f"{bank}/fr/")
    expect(launcher(page)).to_contain_text("Poser une question")


@pytest.mark.feature("PORT-01", "PORT-05", "PORT-06", "PORT-09")
def test_one_click_on_the_banks_button_leads_to_an_adviser_and_a_reload_changes_nothing(
    bank: str, windows: Windows, at_desk: AtDesk, guichet: RunningGuichet
):
    paul = at_desk(demonstration_person(guichet, "paul"))
    page = windows.open().new_page()
    page.goto(f"{bank}/en/")
    launcher(page, ADVISER).click()
    card = customer_in_card(page)
    card.ask("Amélie Rousseau", question="")
    expect(card.question).to_have_count(0)
    expect(paul.alert("Amélie Rousseau")).to_be_visible()

    page.reload()

    expect(card.place).to_have_text("You are next")
    paul.yes("Amélie Rousseau")
    expect(card.together).to_have_text("Paul Nguyen is with you")
    expect(paul.details).to_contain_text(f"{bank}/en/")
    paul.say("Good morning")
    expect(card.line("Good morning")).to_be_visible()
    page.reload()
    expect(card.line("Good morning")).to_be_visible()
    card.say("Thank you")
    expect(paul.line("Thank you")).to_be_visible()
    paul.end_session()
    expect(card.heading("The conversation has ended")).to_be_visible()


@pytest.mark.feature("PORT-02", "PORT-05")
def test_a_minimised_card_counts_what_is_unread_until_it_is_opened(
    company: Company, windows: Windows, at_desk: AtDesk, guichet: RunningGuichet
):
    queue = company.queue()
    portal = company.portal(queue)
    marie = at_desk(company.agent("Marie", queues=[queue]))
    with company_page(guichet, [Embedded(portal.key)]) as address:
        page = windows.open().new_page()
        page.goto(address)
        launcher(page).click()
        card = customer_in_card(page)
        card.ask("Ada")
        marie.yes("Ada")
        expect(card.together).to_be_visible()

        page.get_by_role("button", name="Minimise").click()
        marie.say("Are you there?")
        marie.say("Hello?")

        expect(launcher(page)).to_have_accessible_name(
            "Ask us a question, Marie is with you, 2 new messages"
        )
        expect(page.locator("guichet-launcher").get_by_role("status")).to_have_text(
            "2 new messages"
        )
        expect(marie.line("Hello?")).to_contain_text("Delivered")
        launcher(page).click()
        expect(card.line("Hello?")).to_be_visible()
        expect(marie.line("Hello?")).to_contain_text("Read")


@pytest.mark.feature("PORT-05")
def test_the_launcher_says_when_it_is_closed_and_when_nobody_is_there(
    company: Company, windows: Windows, guichet: RunningGuichet
):
    closed, empty = company.portal(open=False), company.portal()
    both = [Embedded(closed.key, (("target", "#here"),)), Embedded(empty.key)]
    with company_page(guichet, both) as address:
        page = windows.open().new_page()
        page.goto(address)

        expect(launcher(page, "#here")).to_contain_text("Closed at the moment")
        expect(launcher(page)).to_contain_text("Nobody on line, you can wait")


def test_a_card_loads_from_a_page_with_a_long_address_and_a_long_referrer(
    company: Company, guichet: RunningGuichet
):
    portal = company.portal()
    long = "%C3%A9" * 350
    query = {"page": f"https://bank.example/?q={long}", "ref": f"https://search.example/?q={long}"}
    answer = requests.get(f"{guichet.base_url}/c/{portal.key}", params=query, timeout=30)
    assert len(answer.request.url or "") > 7_000
    assert answer.status_code == 200


@pytest.mark.feature("PORT-05")
def test_only_the_origins_a_portal_names_may_frame_its_page(
    company: Company, windows: Windows, guichet: RunningGuichet
):
    portal = company.portal(allowed_origins=["http://localhost:*"])
    with site(framing_site(f"{guichet.loopback_url}/c/{portal.key}")) as port:
        page = windows.open().new_page()
        framed = page.frame_locator("iframe").get_by_role("textbox")
        page.goto(f"http://localhost:{port}/")
        expect(framed.first).to_be_visible()
        assert not windows.unexpected()

        windows.allow(*NOT_FRAMED)
        with page.expect_event("console", lambda said: _is_about_framing(said.text)):
            page.goto(f"http://127.0.0.1:{port}/")
        expect(framed).to_have_count(0)


@pytest.mark.parametrize("path", ["/sign-in", "/desk"])
def test_no_site_may_frame_the_desk(windows: Windows, guichet: RunningGuichet, path: str):
    windows.allow(*NOT_FRAMED)
    with site(framing_site(f"{guichet.loopback_url}{path}")) as port:
        page = windows.open().new_page()
        with page.expect_event("console", lambda said: _is_about_framing(said.text)):
            page.goto(f"http://localhost:{port}/")
        expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)


def _is_about_framing(said: str) -> bool:
    return any(words in said for words in NOT_FRAMED)
