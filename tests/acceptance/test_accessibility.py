"""axe-core finds nothing serious on any page, light or dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from config.demo_site.site import create_site
from tests.acceptance.browsing import Windows
from tests.acceptance.company import Company
from tests.acceptance.company_page import customer_in_card, launcher
from tests.acceptance.company_site import site
from tests.acceptance.conftest import AsCustomer, AtDesk
from tests.running import RunningGuichet

SERIOUS = ("serious", "critical")
themes = pytest.mark.parametrize("theme", ["light", "dark"])


@themes
def test_the_sign_in_page(guichet: RunningGuichet, windows: Windows, theme: str):
    page = windows.open(color_scheme=theme).new_page()
    page.goto(f"{guichet.base_url}/sign-in")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()

    _nothing_serious(page)


@themes
def test_the_desk_and_the_customers_page_at_each_stage(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, theme: str
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]), color_scheme=theme)
    _nothing_serious(marie.page)
    ada = as_customer(portal, color_scheme=theme)
    expect(ada.name).to_be_visible()
    ada.send.click()
    _nothing_serious(ada.page)
    ada.ask("Ada")
    _nothing_serious(ada.page)
    expect(marie.alert("Ada")).to_be_visible()
    _nothing_serious(marie.page)

    marie.yes("Ada")
    marie.say("Good morning")
    ada.say("Hello")
    expect(marie.line("Hello")).to_be_visible()
    expect(ada.line("Good morning")).to_be_visible()
    _nothing_serious(marie.page)
    _nothing_serious(ada.page)

    marie.page.get_by_role("button", name="End session").click()
    expect(marie.page.get_by_role("dialog")).to_be_visible()
    _nothing_serious(marie.page)
    marie.page.get_by_role("dialog").get_by_role("button", name="End session").click()
    expect(ada.view.get_by_role("radio")).to_have_count(5)
    _nothing_serious(ada.page)
    marie.row("history", "Ada").click()
    expect(marie.conversation).to_be_visible()
    _nothing_serious(marie.page)


def test_the_customers_page_turns_dark_with_the_system_and_offers_the_other(
    company: Company, as_customer: AsCustomer
):
    ada = as_customer(company.portal(), color_scheme="light")
    expect(ada.view.get_by_role("button", name="Dark colours")).to_be_visible()

    ada.page.emulate_media(color_scheme="dark")

    expect(ada.view.get_by_role("button", name="Light colours")).to_be_visible()


@themes
def test_the_banks_page_with_the_widget_closed_and_open(
    guichet: RunningGuichet, windows: Windows, theme: str
):
    with site(create_site(guichet.base_url)) as port:
        page = windows.open(color_scheme=theme).new_page()
        page.goto(f"http://localhost:{port}/en/")
        expect(launcher(page)).to_be_visible()
        _nothing_serious(page)

        launcher(page).click()

        expect(customer_in_card(page).name).to_be_visible()
        _nothing_serious(page)


def _nothing_serious(page: Page) -> None:
    found: dict[str, Any] = Axe().run(page).response
    assert found["passes"], "axe-core has looked at something"
    assert [_said(each) for each in found["violations"] if each["impact"] in SERIOUS] == []


def _said(violation: dict[str, Any]) -> str:
    places = [f"{node['target']}: {node['failureSummary']}" for node in violation["nodes"][:3]]
    return f"{violation['id']} ({violation['impact']}): " + "; ".join(places)
