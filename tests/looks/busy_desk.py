"""The desk on an ordinary morning, and when it is overfull."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from routing.tables import Portal
from tests.acceptance.company import Company
from tests.acceptance.desk import Desk
from tests.looks.customers import asks, others_wait, portal_of
from tests.looks.script import ANSWER, COUNTERS, LONG_NAME, MANY, MORE, OTHERS, QUESTION, THANKS
from tests.looks.studio import Studio


def busy(studio: Studio, company: Company) -> None:
    """An ordinary morning: two sessions, three in line, one more alert. `docs/pictures/desk.png` is this one."""
    portals = [portal_of(company, studio.language, name=name) for name in COUNTERS[studio.language]]
    desk = studio.at_desk(company.agent("Marie Lefèvre", studio.language, portals=portals))
    jean, *waiting = OTHERS
    _comes_in(studio, desk, portals[OTHERS[jean][0]], jean, OTHERS[jean][1])
    theirs = _comes_in(studio, desk, portals[0], "Chloé Bernard", QUESTION)
    own_box, their_box = desk.page.locator("#message"), theirs.locator(".composer textarea")
    for number, (box, text) in enumerate(
        ((own_box, ANSWER), (their_box, THANKS), (own_box, MORE)), 1
    ):
        box.fill(text[studio.language])
        box.press("Enter")
        expect(desk.page.locator("li[data-number]")).to_have_count(number)
    for name in waiting:
        counter, question = OTHERS[name]
        asks(studio, portals[counter], name, question)
        if name != waiting[-1]:
            desk.alert(name).get_by_role("button").last.dispatch_event("click")
            expect(desk.alerts).to_have_count(0)
    expect(desk.alerts).to_have_count(1)
    expect(desk.page.get_by_test_id("waiting-count").locator("strong")).to_contain_text(
        str(len(waiting))
    )
    studio.take(desk.page, "desk-busy")


def _comes_in(
    studio: Studio, desk: Desk, portal: Portal, name: str, question: dict[str, str]
) -> Page:
    """A customer asks and is answered; returns their page."""
    page = asks(studio, portal, name, question)
    desk.alert(name).get_by_role("button").first.dispatch_event("click")
    expect(page.locator(".composer textarea")).to_be_visible()
    return page


def overfull(studio: Studio, company: Company) -> None:
    """Two hundred waiting, one of them with the longest name."""
    portal = portal_of(company, studio.language)
    others_wait(studio, portal, (LONG_NAME, *(f"Nom {n:03}" for n in range(1, MANY))))
    desk = studio.at_desk(company.agent(LONG_NAME[:200], studio.language, portals=[portal]))
    expect(desk.area("incoming").locator("[data-row]")).to_have_count(MANY)
    studio.take(desk.page, "desk-overfull")
    desk.area("incoming").locator("[data-row]").first.click()
    desk.alerts.first.get_by_role("button").first.click()
    expect(desk.page.locator("#message")).to_be_visible()
    studio.take(desk.page, "desk-overfull-session")
