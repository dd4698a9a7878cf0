"""The doors: the sign-in, portals with no way in, and the demonstration bank."""

from __future__ import annotations

from playwright.sync_api import expect

from config.demo_site.site import create_site
from tests.acceptance.company import Company
from tests.acceptance.company_page import customer_in_card, launcher
from tests.acceptance.company_site import site
from tests.looks.customers import portal_of
from tests.looks.studio import Studio


def sign_in(studio: Studio, company: Company) -> None:
    page = studio.page()
    page.goto(f"{studio.guichet.base_url}/sign-in")
    submit = page.locator("form button[type=submit]")
    expect(submit).to_be_visible()
    studio.take(page, "sign-in-empty")
    page.locator("input[name=login]").fill("marie")
    page.locator("input[name=password]").fill("wrong")
    submit.click()
    expect(page.get_by_role("alert").first).not_to_be_empty()
    studio.take(page, "sign-in-error")


def no_way_in(studio: Studio, company: Company) -> None:
    """The customer page where there is no way in."""
    page = studio.page()
    for key, name in ((portal_of(company, "fr", open=False).key, "closed"), ("nowhere", "unknown")):
        page.goto(f"{studio.guichet.base_url}/c/{key}?lang={studio.language}")
        expect(page.locator("main h2")).to_be_visible()
        studio.take(page, f"customer-{name}")


def bank(studio: Studio, company: Company) -> None:
    """The demonstration bank with the widget closed, open, and open on a small screen."""
    with site(create_site(studio.guichet.base_url)) as port:
        page = studio.page()
        page.goto(f"http://localhost:{port}/{studio.language}/")
        expect(launcher(page)).to_be_visible()
        studio.take(page, "bank-closed")
        launcher(page).click()
        expect(customer_in_card(page).view.locator("#field-name")).to_be_visible()
        studio.take(page, "bank-open")
