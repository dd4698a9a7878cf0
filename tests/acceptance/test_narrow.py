"""Narrow windows: the customer's page from 320 pixels, the desk on a phone and as a tray."""

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.acceptance.browsing import CUT_LINE, PHONE, Windows
from tests.acceptance.company import Company
from tests.acceptance.conftest import AsCustomer, AtDesk

NARROWEST = {"width": 320, "height": 568}
TRAY = {"width": 340, "height": 700}
LONG_NAME = "Amélie-Geneviève-Marguerite " * 10 + "Rousseau-Delacroix"


def test_the_customers_whole_journey_fits_into_320_pixels(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal(language="fr", name="Cartes et virements internationaux")
    marie = at_desk(company.agent(LONG_NAME[:200], portals=[portal]))
    ada = as_customer(portal, "?lang=en", viewport=NARROWEST, has_touch=True, is_mobile=True)
    expect(ada.name).to_be_visible()
    _fits(ada.page)
    ada.ask("Ada", "Where-is-my-order" * 12)
    _fits(ada.page)
    marie.yes("Ada")
    expect(ada.message).to_be_visible()
    _fits(ada.page)
    ada.message.fill("Hello " * 30)
    ada.view.get_by_role("button", name="Send").click()
    expect(marie.lines("customer")).to_have_count(1)
    _fits(ada.page)
    marie.end_session()
    expect(ada.view.get_by_role("radio")).to_have_count(5)
    _fits(ada.page)


@pytest.mark.feature("AGNT-01")
@pytest.mark.parametrize("viewport", [PHONE, TRAY], ids=["phone", "tray"])
def test_the_desk_works_in_a_narrow_window(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, viewport: dict[str, int]
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]), viewport=viewport)
    parts = marie.page.get_by_role("navigation", name="Part of the desk")
    ada = as_customer(portal)
    ada.ask(LONG_NAME[:300])
    expect(marie.alert("Amélie")).to_be_visible()
    _fits(marie.page)

    marie.yes("Amélie")
    marie.say("Good morning")
    expect(ada.line("Good morning")).to_be_visible()
    _fits(marie.page)
    parts.get_by_role("button", name="Details").click()
    expect(marie.details).to_be_visible()
    _fits(marie.page)
    parts.get_by_role("button", name="List").click()
    expect(marie.row("in_progress", "Amélie")).to_be_visible()
    _fits(marie.page)


def test_on_a_phone_neither_an_alert_nor_a_cut_line_lies_over_anything(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, windows: Windows
):
    windows.allow(*CUT_LINE)
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]), viewport=PHONE)
    as_customer(portal).ask("Ada")
    marie.yes("Ada")
    marie.say("First\n" + "and another\n" * 20 + "last")
    expect(marie.line("last")).to_be_visible()
    as_customer(portal).ask("Bob")
    expect(marie.alert("Bob")).to_be_visible()

    alert = _box(marie.alert("Bob"))
    line = marie.line("last")
    expect(line).to_be_in_viewport()
    assert _bottom(_box(line)) <= alert["y"], "the conversation ends above the alert"
    assert _bottom(alert) <= _box(marie.message)["y"], "the message is below it, where it was"
    marie.page.get_by_role("button", name="List").click()
    assert _bottom(_box(marie.page.locator("#list"))) <= _box(marie.alert("Bob"))["y"]

    marie.page.context.set_offline(True)
    words = marie.page.get_by_test_id("link-line")
    expect(words).to_contain_text("Connection lost.")
    assert _bottom(_box(marie.page.locator("header"))) <= _box(words)["y"]
    assert _bottom(_box(words)) <= _box(marie.page.locator("#list"))["y"]


def _box(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None
    return box


def _bottom(box: FloatRect) -> float:
    return box["y"] + box["height"]


def _fits(page: Page) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
