"""The office's other pages: nightly exports, mail, and the settings of wallboards."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from routing.actions import mail
from routing.tables import ExportSlot
from tests.acceptance.browsing import PHONE, Windows, refused
from tests.acceptance.company import Company
from tests.acceptance.office import Office, open_office
from tests.running import RunningGuichet

Asking = Callable[..., Office]


@pytest.fixture
def asking(guichet: RunningGuichet, windows: Windows, company: Company) -> Asking:
    """`asking()`: a supervisor's tab."""

    def open_tab(**options: object) -> Office:
        person = company.agent("Sophie", role="supervisor")
        return open_office(windows.open(**options), guichet, person)

    return open_tab


def test_the_plan_of_the_nightly_exports_is_set_and_stays(asking: Asking, windows: Windows):
    windows.allow(refused(422))
    office = asking()
    office.open("/exports")
    expect(office.page.get_by_text("No night has been exported yet.")).to_be_visible()
    form = office.page.get_by_test_id("plan")
    form.get_by_role("switch", name="Export every night").check()
    form.get_by_role("checkbox", name="Session query").uncheck()
    form.get_by_label("Mail the files to").fill("nobody")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_have_text("This is not an e-mail address.")

    form.get_by_label("Mail the files to").fill("ann@example.org; bob@example.org")
    form.get_by_label("Keep files (days)").fill("30")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Saved.")).to_be_visible()
    office.page.reload()

    expect(form.get_by_role("switch", name="Export every night")).to_be_checked()
    expect(form.get_by_role("checkbox", name="Session query")).not_to_be_checked()
    expect(form.get_by_role("checkbox", name="Call volume")).to_be_checked()
    expect(form.get_by_label("Mail the files to")).to_have_value("ann@example.org, bob@example.org")
    expect(form.get_by_label("Keep files (days)")).to_have_value("30")


def test_each_night_says_what_became_of_it(asking: Asking, company: Company):
    for day, problem in (("2026-11-10", ""), ("2026-11-11", "disk_full: No space left on device")):
        slot = ExportSlot(
            company_id=company.id,
            day=day,
            state="writing" if problem else "removed",
            problem=problem,
            lease_until=0,
            started_at=0,
        )
        with company.database.transaction(company.id) as tx:
            tx.add(slot)
    office = asking()
    office.open("/exports")

    expect(office.rows).to_have_count(2)
    expect(office.rows.first).to_contain_text("Wed, 11 Nov 2026")
    expect(office.rows.first).to_contain_text("the disk is full. Make room")
    expect(office.rows.last).to_contain_text("removed after its time")


def test_mail_without_a_server_is_kept_and_read_here(asking: Asking, company: Company):
    office = asking()
    office.open("/mail")
    expect(office.page.get_by_text("No mail was sent yet.")).to_be_visible()
    with company.database.transaction(company.id) as tx:
        mail.queue_mail(tx, ["ann@example.org"], "Yesterday’s figures", "Good morning,\nAnn")

    kept = office.page.get_by_role("row").filter(has_text="kept here")

    def look_again() -> bool:
        office.page.reload()
        expect(office.page.get_by_role("row").filter(has_text="Yesterday’s")).to_be_visible()
        return kept.count() == 1

    office.wait_for(look_again)
    office.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(kept.get_by_role("button", name="Read")).to_be_in_viewport(ratio=1)
    kept.get_by_role("button", name="Read").click()
    dialog = office.page.get_by_role("dialog", name="Yesterday’s figures")
    expect(dialog).to_contain_text("To: ann@example.org")
    expect(dialog).to_contain_text("Good morning,")
    with office.page.expect_download() as downloading:
        dialog.get_by_role("link", name="As a mail file").click()
    assert downloading.value.suggested_filename.endswith(".eml")


def test_a_wallboard_is_made_changed_given_to_a_television_and_removed(
    asking: Asking, company: Company, windows: Windows
):
    windows.allow(refused(422))
    company.queue("Orders")
    company.queue("Advice")
    office = asking()
    page = office.page
    office.open("/wallboards")
    expect(page.get_by_text("There is no wallboard yet.")).to_be_visible()
    page.get_by_role("link", name="New wallboard").click()
    page.get_by_label("Name").fill("Ground floor")
    page.get_by_role("checkbox", name="Orders").check()
    page.get_by_label("Longest wait (seconds): Attention from").fill("60")
    page.get_by_label("Longest wait (seconds): Alarm from").fill("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("wallboard").get_by_role("alert")).to_contain_text(
        "must come before"
    )
    page.get_by_label("Longest wait (seconds): Alarm from").fill("90")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url(re.compile(r"/wallboards\?edit="))
    expect(page.get_by_role("heading", name="Ground floor")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="Orders")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Advice")).not_to_be_checked()
    expect(page.get_by_label("Longest wait (seconds): Alarm from")).to_have_value("90")
    address = page.get_by_label("Address for the television")
    expect(address).to_have_value(re.compile(r"/tv/[0-9a-f-]{36}#key=."))
    first = address.input_value()
    page.get_by_role("button", name="New address").click()
    expect(address).not_to_have_value(first)

    page.get_by_role("link", name="All wallboards").click()
    expect(office.rows).to_have_count(1)
    expect(office.rows.first).to_contain_text("1 queue or portal")
    expect(office.rows.first.get_by_role("link", name="Open")).to_have_attribute(
        "href", re.compile(r"^/wallboards/[0-9a-f-]{36}$")
    )
    page.once("dialog", lambda dialog: dialog.accept())
    office.rows.first.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There is no wallboard yet.")).to_be_visible()


@pytest.mark.feature("REPT-17")
def test_each_queue_chooses_how_its_service_level_is_reckoned(asking: Asking, company: Company):
    queue = company.queue("Orders")
    office = asking()
    office.open("/service-levels")
    form = office.page.get_by_test_id(queue.key)
    expect(form.get_by_label("In time (seconds)")).to_have_value("20")
    form.get_by_label("In time (seconds)").fill("45")
    form.get_by_label("An abandoned request counts as").select_option("left_out")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Saved.")).to_be_visible()

    office.page.reload()

    expect(form.get_by_label("In time (seconds)")).to_have_value("45")
    expect(form.get_by_label("An abandoned request counts as")).to_have_value("left_out")
