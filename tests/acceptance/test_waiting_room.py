"""The waiting room: the customer knows where they stand, and keeps their place whatever happens."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browsing import CUT_LINE, Windows
from tests.acceptance.company import Company
from tests.acceptance.conftest import AsCustomer, AtDesk

SOME_WAIT = re.compile(r"About \d+ minutes?|Less than a minute|As soon as somebody is free")


@pytest.mark.feature("PORT-09", "ROUT-17")
def test_place_and_expected_wait_change_while_others_leave(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    at_desk(company.agent(portals=[portal]))
    ada, ben, cora = as_customer(portal), as_customer(portal), as_customer(portal)
    for customer, name in ((ada, "Ada"), (ben, "Ben"), (cora, "Cora")):
        customer.ask(name)

    expect(ada.place).to_have_text("You are next")
    expect(ben.place).to_have_text("You are 2nd")
    expect(cora.place).to_have_text("You are 3rd")
    expect(cora.wait).to_have_text(SOME_WAIT)

    ada.leave()

    expect(ben.place).to_have_text("You are next")
    expect(cora.place).to_have_text("You are 2nd")


@pytest.mark.feature("ROUT-17")
def test_with_nobody_on_line_the_customer_is_told_so_until_somebody_is(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    customer = as_customer(portal)
    customer.ask("Ada")
    expect(customer.wait).to_have_text("Nobody is on line right now; you keep your place")

    at_desk(company.agent(portals=[portal]))

    expect(customer.wait).to_have_text(SOME_WAIT)


@pytest.mark.feature("PORT-09")
def test_a_reload_keeps_the_place(company: Company, as_customer: AsCustomer):
    portal = company.portal()
    first, second = as_customer(portal), as_customer(portal)
    first.ask("Ada")
    second.ask("Ben")

    first.page.reload()
    second.page.reload()

    expect(first.place).to_have_text("You are next")
    expect(second.place).to_have_text("You are 2nd")


@pytest.mark.feature("PORT-09")
def test_a_lost_connection_is_a_thin_line_and_keeps_the_place(
    company: Company, as_customer: AsCustomer, windows: Windows
):
    windows.allow(*CUT_LINE)
    portal = company.portal()
    first, second = as_customer(portal), as_customer(portal)
    first.ask("Ada")
    second.ask("Ben")
    lost = second.view.get_by_test_id("connection-line")

    second.page.context.set_offline(True)
    expect(lost).to_have_text("Connection lost. Trying again…")
    expect(second.heard).to_have_text("Connection lost. Trying again…")
    expect(second.place).to_have_text("You are 2nd")
    first.leave()
    expect(first.heading("You have left")).to_be_visible()
    second.page.context.set_offline(False)

    expect(lost).to_be_hidden()
    expect(second.place).to_have_text("You are next")


@pytest.mark.feature("PORT-09")
def test_leaving_is_asked_once_and_takes_the_request_from_every_desk(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent("Marie", portals=[portal]))
    paul = at_desk(company.agent("Paul", portals=[portal]))
    customer = as_customer(portal)
    customer.ask("Ada")
    for desk in (marie, paul):
        expect(desk.alert("Ada")).to_be_visible()

    customer.view.get_by_role("button", name="Leave", exact=True).click()
    customer.view.get_by_role("button", name="Stay").click()
    expect(customer.place).to_be_visible()
    customer.leave()

    expect(customer.heading("You have left")).to_be_visible()
    for desk in (marie, paul):
        expect(desk.alerts).to_have_count(0)
        expect(desk.row("incoming", "Ada")).to_have_count(0)
    customer.page.reload()
    expect(customer.name.or_(customer.heading("You have left"))).to_be_visible()


@pytest.mark.feature("ROUT-19")
def test_however_often_send_is_clicked_the_request_is_posted_once(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer
):
    portal = company.portal()
    marie = at_desk(company.agent(portals=[portal]))
    customer = as_customer(portal)
    customer.name.fill("Ada")
    customer.question.fill("Twice?")

    customer.send.click(click_count=3, delay=1)

    expect(customer.place).to_have_text("You are next")
    expect(marie.alert("Ada")).to_be_visible()
    expect(marie.page.get_by_test_id("waiting-count")).to_contain_text("1 waiting")
    expect(marie.alerts).to_have_count(1)
    expect(marie.row("incoming", "Ada")).to_have_count(1)


@pytest.mark.feature("ROUT-19")
def test_a_post_whose_answer_is_lost_is_tried_again_and_posted_once(
    company: Company, at_desk: AtDesk, as_customer: AsCustomer, windows: Windows
):
    windows.allow(*CUT_LINE, "ERR_FAILED")
    portal = company.portal()
    marie = at_desk(company.agent(portals=[portal]))
    customer = as_customer(portal)
    lost: list[int] = []

    def lose_the_first_answer(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    customer.page.route("**/requests", lose_the_first_answer)
    customer.ask("Ada")

    expect(customer.place).to_have_text("You are next")
    assert lost == [201]
    expect(marie.alert("Ada")).to_be_visible()
    expect(marie.row("incoming", "Ada")).to_have_count(1)


@pytest.mark.feature("PORT-02")
def test_what_is_missing_in_the_form_is_said_in_words(company: Company, as_customer: AsCustomer):
    portal = company.portal(
        form=[{"name": "mail", "label": "Your mail", "kind": "email", "required": True}]
    )
    customer = as_customer(portal)

    customer.name.fill("Ada")
    customer.view.get_by_label("Your mail").fill("nowhere")
    customer.send.click()

    form = customer.view.get_by_role("form", name="How can we help?")
    expect(form.get_by_text("Please fill this in.")).to_be_visible()
    expect(form.get_by_text("Please write an e-mail address")).to_be_visible()
    expect(customer.question).to_be_focused()
    expect(customer.place).to_be_hidden()


def test_a_closed_portal_says_so(company: Company, as_customer: AsCustomer):
    portal = company.portal(name="Night desk", open=False)

    customer = as_customer(portal)

    expect(customer.heading("Closed at the moment")).to_be_visible()
    expect(customer.view.get_by_text("Night desk can answer right now")).to_be_visible()


def test_an_unknown_address_says_that_it_leads_nowhere(as_customer: AsCustomer, windows: Windows):
    windows.allow("status of 404")
    customer = as_customer("no-such-portal")

    expect(customer.heading("This way leads nowhere")).to_be_visible()
