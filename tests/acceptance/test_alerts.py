"""Alerts: who is rung, who wins, and what becomes of an alert that nobody answers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

from routing.clock import SECOND
from tests.acceptance import desk as desks
from tests.acceptance.browsing import PATIENCE_MS, Windows, refused
from tests.acceptance.company import BRIEF_ALERT, Company
from tests.acceptance.conftest import AsCustomer, AtDesk
from tests.acceptance.desk import Desk
from tests.running import RunningGuichet
from tests.waiting import wait_until

#: Counts the notes that a page plays, and keeps the desktop notifications that it shows.
SPY = """
window.notes = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.notes += 1; return start.apply(this, when); };
window.notices = [];
window.Notification = class {
  static permission = "granted";
  constructor(title, options) { window.notices.push(`${title} | ${options.body}`); }
  close() {}
};
"""
#: The tune of a new request has two.
NOTES_OF_NEW = 2


@pytest.mark.feature("ROUT-02", "PORT-02", "ALRT-01", "ALRT-02")
def test_in_standard_mode_both_desks_ring_and_the_other_alert_names_the_winner(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal(
        name="Help",
        form=[{"name": "topic", "label": "Topic", "kind": "choice", "choices": ["Card", "Loan"]}],
    )
    marie = at_desk(company.agent("Marie Lefèvre", portals=[portal]))
    paul = at_desk(company.agent("Paul", portals=[portal]))
    customer = as_customer(portal)
    customer.view.get_by_label("Topic").select_option("Loan")
    customer.ask("Amélie Rousseau", "Can I pay it back early?")
    for desk in (marie, paul):
        card = desk.alert("Amélie Rousseau")
        expect(card.get_by_role("heading", name="New request")).to_be_visible()
        for words in ("Can I pay it back early?", "Help · English", "Topic", "Loan"):
            expect(card.get_by_text(words).first).to_be_visible()
        expect(card).to_have_attribute("data-kind", "new")
        expect(card.locator("svg").first).to_be_visible()
        expect(desk.heard("assertive")).to_have_text("New request: Amélie Rousseau, Help.")
        expect(desk.page).to_have_title("(1) Guichet")

    marie.yes("Amélie Rousseau")

    expect(paul.alerts).to_have_count(0)
    expect(paul.page.get_by_text("Taken by Marie Lefèvre: Amélie Rousseau").first).to_be_visible()
    expect(paul.heard()).to_have_text("Taken by Marie Lefèvre: Amélie Rousseau")
    expect(paul.row("incoming", "Amélie")).to_have_count(0)
    expect(customer.together).to_have_text("Marie Lefèvre is with you")


@pytest.mark.feature("ROUT-02")
def test_two_agents_who_say_yes_in_the_same_moment_get_one_session(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, windows: Windows
):
    windows.allow(refused(409))
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    paul = at_desk(company.agent("Paul", portals=[portal]))
    as_customer(portal).ask("Ada")
    for desk in (marie, paul):
        expect(desk.alert("Ada")).to_be_visible()

    # One process drives both browsers: both clicks are on their way before either is answered.
    for desk in (marie, paul):
        desk.alert("Ada").get_by_role("button", name="Yes").dispatch_event("click")

    winner = _one_where([marie, paul], lambda desk: desk.row("in_progress", "Ada"))
    loser = paul if winner is marie else marie
    told = re.compile(rf"{winner.person.name} was faster|Taken by {winner.person.name}: Ada")
    expect(loser.page.get_by_text(told).first).to_be_visible()
    expect(loser.alerts).to_have_count(0)
    expect(loser.row("in_progress", "Ada")).to_have_count(0)


@pytest.mark.feature("ROUT-01", "ROUT-03")
def test_in_queue_mode_only_the_next_agent_rings_and_no_passes_it_on(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    queue = company.queue("Orders")
    portal = company.portal(queue)
    two = [at_desk(company.agent(name, queues=[queue])) for name in ("Marie", "Paul")]
    customer = as_customer(portal)
    customer.ask("Ada")
    first, other = _rung_first(two, "Ada")
    expect(other.row("incoming", "Ada")).to_be_visible()

    first.no("Ada")

    expect(other.alert("Ada")).to_be_visible()
    expect(first.alerts).to_have_count(0)
    other.yes("Ada")
    expect(customer.together).to_have_text(f"{other.person.name} is with you")


@pytest.mark.feature("ROUT-03")
def test_in_queue_mode_an_alert_that_times_out_goes_to_the_next(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    queue = company.queue("Orders", alert_shown=BRIEF_ALERT)
    portal = company.portal(queue)
    two = [at_desk(company.agent(name, queues=[queue])) for name in ("Marie", "Paul")]
    as_customer(portal).ask("Ada")
    first, other = _rung_first(two, "Ada")

    expect(other.alert("Ada")).to_be_visible()
    expect(first.alert("Ada")).to_have_count(0)
    expect(first.row("incoming", "Ada")).to_be_visible()


@pytest.mark.feature("ROUT-01", "ROUT-03", "ROUT-05")
def test_in_queue_mode_an_agent_without_room_is_not_rung_until_a_session_ends(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    queue = company.queue("Orders")
    portal = company.portal(queue)
    marie = at_desk(company.agent("Marie", queues=[queue], max_sessions=1))
    as_customer(portal).ask("Ada")
    marie.yes("Ada")
    waiting = as_customer(portal)
    waiting.ask("Ben")
    expect(marie.row("incoming", "Ben")).to_be_visible()
    expect(waiting.place).to_have_text("You are next")
    expect(marie.alerts).to_have_count(0)

    marie.end_session()

    expect(marie.alert("Ben")).to_be_visible()


@pytest.mark.feature("ROUT-06", "ALRT-04", "AGNT-03", "AGNT-04")
def test_a_missed_alert_stays_as_a_row_warns_twice_and_is_answered_there(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal(
        alert_shown=2 * SECOND, warning_1=5 * SECOND, warning_2=10 * SECOND, escalation=600 * SECOND
    )
    marie = at_desk(company.agent("Marie", portals=[portal]))
    customer = as_customer(portal)
    customer.ask("Ada")
    row = marie.row("incoming", "Ada")
    expect(row).to_contain_text("new")
    for level in ("attention", "warning"):
        expect(marie.alerts).to_have_count(0)
        expect(row).to_contain_text(level)
        expect(marie.alert("reminder")).to_be_visible()
        expect(marie.heard("assertive")).to_contain_text("Reminder. New request: Ada")
    expect(marie.alerts).to_have_count(0)

    row.click()
    marie.yes("Ada")
    expect(customer.together).to_have_text("Marie is with you")


@pytest.mark.feature("ROUT-06", "ROUT-07", "ALRT-01")
def test_what_nobody_answers_escalates_in_orange_to_the_experts(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    tier = company.tier()
    portal = company.portal(
        alert_shown=2 * SECOND,
        warning_1=3 * SECOND,
        warning_2=4 * SECOND,
        escalation=5 * SECOND,
        escalation_tier_id=tier.id,
    )
    at_desk(company.agent("Marie", portals=[portal]))
    expert = at_desk(company.agent("Sophie", tiers=[tier]))
    customer = as_customer(portal)
    customer.ask("Ada")

    card = expert.alert("Ada")
    expect(card.get_by_role("heading", name="Escalated")).to_be_visible()
    expect(card).to_have_attribute("data-kind", "escalated")
    expert.yes("Ada")
    expect(customer.together).to_have_text("Sophie is with you")


@pytest.mark.feature("ROUT-04")
def test_yes_at_the_maximum_puts_the_customer_into_the_agents_own_line(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal], max_sessions=1))
    as_customer(portal).ask("Ada")
    marie.yes("Ada")
    second = as_customer(portal)
    second.ask("Ben")
    expect(marie.alert("Ben").get_by_text("You have the maximum of sessions")).to_be_visible()

    marie.yes("Ben")

    expect(second.place).to_have_text("Marie has your request")
    expect(marie.row("incoming", "Ben")).to_contain_text("in line")
    marie.end_session()
    expect(second.together).to_have_text("Marie is with you")
    expect(marie.row("in_progress", "Ben")).to_be_visible()


@pytest.mark.feature("ALRT-02")
def test_of_two_tabs_of_one_agent_one_sounds_and_any_answer_closes_both(
    company: Company, guichet: RunningGuichet, as_customer: AsCustomer, windows: Windows
):
    portal = company.portal()
    person = company.agent("Marie", portals=[portal])
    context = _spied(windows)
    token = desks.sign_in(context, guichet, person)
    tabs = [desks.open_tab(context, guichet, person) for _ in range(2)]
    desks.become(context, guichet, token, "available")
    as_customer(portal).ask("Ada")
    for tab in tabs:
        expect(tab.alert("Ada")).to_be_visible()
        expect(tab.heard("assertive")).to_contain_text("New request: Ada")

    assert sorted(_notes(tab.page) for tab in tabs) == [0, NOTES_OF_NEW]
    tabs[0].yes("Ada")

    expect(tabs[1].alerts).to_have_count(0)
    expect(tabs[1].row("in_progress", "Ada")).to_be_visible()
    assert sorted(_notes(tab.page) for tab in tabs) == [0, NOTES_OF_NEW]
    expect(tabs[1].page.get_by_text("Taken by")).to_have_count(0)


@pytest.mark.feature("ALRT-02")
def test_behind_another_window_an_alert_is_a_desktop_notification(
    company: Company, guichet: RunningGuichet, as_customer: AsCustomer, windows: Windows
):
    portal = company.portal(name="Help")
    person = company.agent("Marie", portals=[portal])
    context = _spied(windows)
    context.add_init_script("document.hasFocus = () => false")
    token = desks.sign_in(context, guichet, person)
    marie = desks.open_tab(context, guichet, person)
    desks.become(context, guichet, token, "available")

    as_customer(portal).ask("Ada", "Anybody there?")

    expect(marie.alert("Ada")).to_be_visible()
    shown = marie.page.evaluate("window.notices")
    assert shown == ["New request: Ada, Help. | Anybody there?"]


@pytest.mark.feature("ALRT-02")
def test_an_alert_never_takes_the_focus_nor_the_keys_of_what_is_being_written(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    ada = as_customer(portal)
    ada.ask("Ada")
    marie.yes("Ada")
    marie.message.press_sequentially("Good mor")
    as_customer(portal).ask("Ben")
    expect(marie.alert("Ben")).to_be_visible()

    expect(marie.message).to_be_focused()
    marie.page.keyboard.type("ning")
    marie.page.keyboard.press("Enter")
    marie.page.keyboard.press("Escape")

    expect(ada.line("Good morning")).to_be_visible()
    expect(marie.alert("Ben")).to_be_visible()
    assert not _overlap(marie.alert("Ben").bounding_box(), marie.message.bounding_box())
    marie.page.keyboard.press("Alt+y")
    expect(marie.row("in_progress", "Ben")).to_be_visible()


@pytest.mark.feature("ALRT-02")
def test_several_alerts_stack_with_the_oldest_first(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    for name in ("Ada", "Ben", "Cora"):
        as_customer(portal).ask(name)
        expect(marie.alert(name)).to_be_visible()

    customers = [card.inner_text() for card in marie.alerts.all()]
    assert [name in text for name, text in zip(("Ada", "Ben", "Cora"), customers, strict=True)]
    expect(marie.page).to_have_title("(3) Guichet")


def _rung_first(two: list[Desk], name: str) -> tuple[Desk, Desk]:
    """Who is rung, and the other one, who is not."""
    first = _one_where(two, lambda desk: desk.alert(name))
    other = next(desk for desk in two if desk is not first)
    expect(other.alert(name)).to_have_count(0)
    return first, other


def _one_where(desks_open: list[Desk], part: Callable[[Desk], Locator]) -> Desk:
    """The first desk on which `part` is seen."""

    def found() -> Desk | None:
        return next((desk for desk in desks_open if part(desk).is_visible()), None)

    seen = wait_until(found, PATIENCE_MS / 1000, "one desk to show it")
    assert seen is not None
    return seen


def _spied(windows: Windows) -> BrowserContext:
    context = windows.open()
    context.add_init_script(SPY)
    return context


def _notes(page: Page) -> int:
    played: int = page.evaluate("window.notes")
    return played


def _overlap(one: FloatRect | None, other: FloatRect | None) -> bool:
    assert one is not None
    assert other is not None
    apart_x = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    apart_y = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not (apart_x or apart_y)
