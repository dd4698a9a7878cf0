"""Reports in the browser: asked by an address, shown, sorted, printed, taken home as a file."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from sqlalchemy import update
from sqlmodel import col, select

from routing.clock import MINUTE, SECOND
from routing.identifiers import new_id, new_session_number
from routing.tables import Queue, ReportFile, Request, Session
from tests import builders
from tests.acceptance.browsing import PHONE, Windows, refused
from tests.acceptance.company import Company, Person
from tests.acceptance.office import Office, open_office
from tests.acceptance.test_languages import BARE_KEY
from tests.integration.reports.history import Company as Past
from tests.integration.reports.history import moment
from tests.running import RunningGuichet

DAYS = "from=2026-11-10&to=2026-11-12"
VOLUME = f"/reports/call_volume?{DAYS}"
#: What a page stands for that no request told.
NO_PAGE = "no page told"
KINDS = ("call_volume", "agent_activity", "url_referrals", "sessions")
#: What is left of an upright sheet between its margins, in CSS pixels.
A4 = {"width": 703, "height": 1032}
NOT_FOUND = r"the server responded with a status of 4\d\d"
Asking = Callable[..., Office]


@pytest.fixture
def company(guichet: RunningGuichet):
    """A company in Paris with three days of November behind it."""
    company = Company(guichet, time_zone="Europe/Paris")
    yield company
    company.close()


@pytest.fixture
def past(company: Company) -> Past:
    """Six customers: two queues whose service levels are reckoned in different variants."""
    orders = company.queue("Orders", service_level_variant="met_when_early")
    portal = company.portal(orders, name="Shop")
    agent = builders.an_agent(company.database, company.id, "amélie", queues=[orders])
    past = Past(company.database, company.id, orders, portal, agent)
    _orders(past)
    _advice(past, company.queue("Advice"))
    past.state("available", moment("2026-11-10 09:00"), moment("2026-11-10 10:00"))
    past.state("in_session", moment("2026-11-10 10:00"), moment("2026-11-10 13:00"))
    past.views("https://bank.example/loans", moment("2026-11-10 10:00"), 40)
    return past


def _orders(past: Past) -> None:
    loans = {"page_url": "https://bank.example/loans"}
    times = [("10 10:00", 5, 1, "Ada"), ("10 14:00", 15, 2, "Bob"), ("11 10:30", 60, 3, "Cid")]
    for at, wait, minutes, name in times:
        past.answered(
            moment(f"2026-11-{at}"),
            wait * SECOND,
            minutes * MINUTE,
            face=4,
            customer_name=name,
            customer_email=f"{name.lower()}@example.org",
            question="=1+1",
            session_notes=f"100 % {name}",
            **loans,
        )
    past.request(moment("2026-11-11 11:00"), 10 * SECOND, **loans)


def _advice(past: Past, queue: Queue) -> None:
    past.answered(
        moment("2026-11-12 09:00"), 30 * SECOND, 4 * MINUTE, queue_id=queue.id, customer_name="Dee"
    )
    past.request(moment("2026-11-12 09:30"), 40 * SECOND, queue_id=queue.id)


@pytest.fixture
def asking(guichet: RunningGuichet, windows: Windows, company: Company) -> Asking:
    """`asking()`: a supervisor's tab; a role, a language and a window's options may be given."""

    def open_tab(role: str = "supervisor", language: str = "en", **options: Any) -> Office:
        person = company.agent("Sophie", language, role=role)
        return open_office(windows.open(**options), guichet, person)

    return open_tab


@pytest.mark.feature("REPT-01")
def test_call_volume_by_queue_portal_hour_day_and_month(past: Past, asking: Asking):
    office = asking()
    office.ask(VOLUME)
    expect(office.figure("offered")).to_contain_text("6")
    expect(office.figure("answered")).to_contain_text("4")
    expect(office.figure("abandoned")).to_contain_text("2")
    expect(office.figure("wait_average")).to_contain_text("00:27")
    orders = office.row("Orders")
    assert (orders["offered"], orders["answered"], orders["abandoned"]) == ("4", "3", "1")
    assert [orders[f"wait_{of}"] for of in ("min", "average", "max")] == ["00:05", "00:26", "01:00"]
    assert [orders[f"session_{of}"] for of in ("min", "average", "max")] == [
        "01:00", "02:00", "03:00"
    ]  # fmt: skip
    total = office.row("Total")
    assert (total["offered"], total["answered"], total["abandoned"]) == ("6", "4", "2")
    expect(office.page.get_by_role("img", name="Answered, Abandoned by queue")).to_be_visible()

    for by, name, answered in (
        ("Portal", "Shop", "4"),
        ("Hour", "10–11 h", "2"),
        ("Day", "Wed, 11 Nov 2026", "1"),
        ("Month", "November 2026", "4"),
    ):
        office.filters.get_by_text(by, exact=True).click()
        expect(office.page.get_by_role("columnheader", name=by, exact=True)).to_be_visible()
        office.wait_made()
        assert office.row(name)["answered"] == answered
        assert f"by={by.lower()}" in office.page.url


@pytest.mark.feature("REPT-17")
def test_the_variant_stands_beside_each_service_level(past: Past, asking: Asking):
    office = asking()
    office.ask(VOLUME)
    orders, advice = office.row("Orders"), office.row("Advice")
    assert (orders["service_level"], orders["service_level_variant"]) == ("75.0%", "met when early")
    assert (advice["service_level"], advice["service_level_variant"]) == ("0.0%", "abandons missed")
    expect(office.figure("service_level")).to_contain_text("50.0%")
    expect(office.figure("service_level")).to_contain_text("queues with several variants")

    office.page.get_by_role("button", name="Queues: All").click()
    office.page.get_by_role("checkbox", name="Orders").check()
    office.page.keyboard.press("Escape")
    office.page.get_by_role("button", name="Show report").click()

    expect(office.figure("service_level")).to_contain_text("75.0%")
    expect(office.figure("service_level")).to_contain_text("early abandons count as met")
    with past.database.transaction(past.id) as tx:
        advice_queue = tx.session.scalars(select(Queue).where(col(Queue.name) == "Advice")).one()
        advice_queue.service_level_variant = "left_out"
        advice_queue.service_level_within = 30 * SECOND
        tx.add(advice_queue)
        advice_id = advice_queue.id
    office.ask(f"{VOLUME}&queues={advice_id}")
    expect(office.figure("service_level")).to_contain_text("100.0%")
    expect(office.figure("service_level")).to_contain_text("abandons left out")


@pytest.mark.feature("REPT-02")
def test_agent_activity_has_sessions_and_times_in_each_state(past: Past, asking: Asking):
    office = asking()
    office.ask(f"/reports/agent_activity?{DAYS}")

    amelie = office.row("Amélie")
    assert amelie["sessions"] == "4"
    assert [amelie[f"session_{of}"] for of in ("min", "average", "max")] == [
        "01:00", "02:30", "04:00"
    ]  # fmt: skip
    assert (amelie["available"], amelie["in_session"]) == ("1:00:00", "3:00:00")
    assert (amelie["unavailable"], amelie["wrap_up"]) == ("00:00", "00:00")
    assert amelie["occupancy"] == "75.0%"


@pytest.mark.feature("REPT-03")
def test_url_referrals_say_from_which_pages_customers_came(past: Past, asking: Asking):
    office = asking()
    office.ask(f"/reports/url_referrals?{DAYS}")

    loans = office.row("https://bank.example/loans")
    assert (loans["visitors"], loans["attempted"], loans["successful"]) == ("40", "4", "3")


@pytest.mark.feature("REPT-04")
def test_sessions_are_found_by_text_in_chosen_fields_and_sorted(past: Past, asking: Asking):
    office = asking()
    office.ask(f"/reports/sessions?{DAYS}")
    assert office.column("customer") == ["Dee", "Cid", "Bob", "Ada"]
    ada = office.cells(office.rows.last)
    assert re.fullmatch(r"\d{9}", ada["number"])
    assert ada["requested_at"] == "10/11/2026, 10:00:00"
    assert ada["began_at"] == "10/11/2026, 10:00:05"
    assert ada["ended_at"] == "10/11/2026, 10:01:05"
    assert [ada[key] for key in ("wait", "queue", "agent", "email")] == [
        "00:05", "Orders", "Amélie", "ada@example.org"
    ]  # fmt: skip

    office.page.get_by_label("Text", exact=True).fill("100 % b")
    office.page.get_by_label("Text", exact=True).press("Enter")
    expect(office.rows).to_have_count(1)
    assert office.column("customer") == ["Bob"]
    office.page.get_by_role("button", name="Looked for in: All").click()
    office.page.get_by_role("checkbox", name="Customer").check()
    office.page.keyboard.press("Escape")
    office.page.get_by_role("button", name="Show report").click()
    expect(office.page.get_by_text("Nothing happened in this period")).to_be_visible()
    office.ask(f"/reports/sessions?{DAYS}&sort=customer&order=up")
    assert office.column("customer") == ["Ada", "Bob", "Cid", "Dee"]
    office.page.get_by_role("button", name="Queues: All").click()
    office.page.get_by_role("checkbox", name="Advice").check()
    office.page.keyboard.press("Escape")
    office.page.get_by_role("button", name="Show report").click()
    expect(office.rows).to_have_count(1)
    assert office.column("customer") == ["Dee"]
    nobody = builders.an_agent(past.database, past.id, "nobody")
    office.ask(f"/reports/sessions?{DAYS}&agents={nobody.account_id}")
    expect(office.page.get_by_text("Nothing happened in this period")).to_be_visible()
    office.ask(f"/reports/sessions?{DAYS}&agents={past.agent.account_id}")
    expect(office.rows).to_have_count(4)


@pytest.mark.feature("REPT-09")
@pytest.mark.parametrize("kind", KINDS)
def test_each_report_is_sorted_by_its_headers_printed_and_taken_as_a_file(
    past: Past, asking: Asking, kind: str
):
    office = asking()
    office.ask(f"/reports/{kind}?{DAYS}")
    first = office.keys[0]
    header = office.page.locator(f'th[data-column="{first}"]')
    for way in ("first", "second"):
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", re.compile("ascending|descending"))
        down = header.get_attribute("aria-sort") == "descending"
        values = office.column(first)
        # Rows without a value come last either way.
        named = sorted((name for name in values if name != NO_PAGE), key=str.casefold, reverse=down)
        assert values == named + [NO_PAGE] * values.count(NO_PAGE), way

    taken = office.csv()
    assert [re.sub(r"_s$", "", key) for key in taken[0]] == office.keys
    assert len(taken) == office.rows.count()
    assert sorted(row[first] or NO_PAGE for row in taken) == sorted(office.column(first))
    book = openpyxl.load_workbook(io.BytesIO(office.download("Excel").read_bytes()))
    in_excel = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(in_excel[0]) == office.keys
    assert [row[0] or "" for row in in_excel[1:]] == [row[first] for row in taken]
    expect(office.page.get_by_role("status").filter(has_text="being made")).to_have_count(0)
    in_parquet = pq.read_table(office.download("Parquet")).column(0).to_pylist()
    assert [cell or "" for cell in in_parquet] == [row[first] for row in taken]

    office.page.emulate_media(media="print")
    for bar in (
        office.filters,
        office.page.get_by_role("navigation"),
        office.page.locator("header"),
    ):
        expect(bar).to_be_hidden()
    expect(office.page.get_by_role("heading", level=1)).to_be_visible()
    expect(office.page.get_by_text("Europe/Paris").first).to_be_visible()
    expect(office.page.get_by_role("heading", name="What the figures mean")).to_be_visible()
    assert office.rows.count() == len(taken)


@pytest.mark.parametrize("kind", ["call_volume", "sessions"])
def test_a_report_on_paper_is_as_wide_as_the_paper_and_says_what_it_is(
    past: Past, asking: Asking, kind: str
):
    office = asking(viewport=PHONE, color_scheme="dark")
    office.ask(f"/reports/{kind}?{DAYS}&portals={past.portal.id}")
    office.page.set_viewport_size(A4)  # type: ignore[arg-type]
    office.page.emulate_media(media="print")

    head = office.page.get_by_test_id("paper-head")
    expect(head).to_contain_text(re.compile(r"Company \d+"))
    expect(head).to_contain_text("data as of")
    expect(office.page.get_by_text("Tue, 10 Nov 2026 to Thu, 12 Nov").first).to_be_visible()
    if kind == "call_volume":
        expect(head).to_contain_text("By queue · Portals: Shop")
        expect(office.figure("service_level")).to_contain_text("queues with several variants")
    assert office.page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    picture = office.page.get_by_test_id("chart").locator("svg:visible").first
    if kind == "sessions":
        expect(office.page.locator("tr[data-texts]").first).to_contain_text("Question =1+1")
    else:
        assert picture.evaluate("svg => svg.getBoundingClientRect().width") == A4["width"]
    paper = office.page.locator("table").evaluate(
        "table => getComputedStyle(table.tHead).display + getComputedStyle(document.body).color"
    )
    assert paper == "table-header-grouprgb(0, 0, 0)", "a head on each sheet, black on white"


def test_on_a_phone_the_question_is_one_line_that_opens(past: Past, asking: Asking):
    office = asking(viewport=PHONE)
    office.ask(VOLUME)
    line = office.filters.get_by_role("button", name=re.compile(r"10\s?–\s?12 Nov 2026 · By queue"))
    expect(office.filters.get_by_label("From")).to_be_hidden()
    expect(office.page.get_by_test_id("chart")).to_be_in_viewport()

    line.focus()
    office.page.keyboard.press("Enter")
    expect(line).to_have_attribute("aria-expanded", "true")
    office.filters.get_by_text("Day", exact=True).click()
    office.wait_made()
    expect(office.filters.get_by_label("From")).to_be_visible()
    office.page.get_by_role("button", name="Queues: All").click()
    office.page.get_by_role("checkbox", name="Orders").check()
    office.page.keyboard.press("Escape")
    office.filters.get_by_role("button", name="Show report").click()

    asked = office.filters.get_by_role("button", name="By day · Queues: Orders")
    expect(asked).to_be_focused()
    expect(office.filters.get_by_label("From")).to_be_hidden()


def test_the_file_says_what_the_table_says_and_starts_no_formula(past: Past, asking: Asking):
    office = asking()
    office.ask(VOLUME)
    for row in office.csv():
        shown = office.row(row["queue"])
        assert [row[key] for key in ("offered", "answered", "abandoned")] == [
            shown[key] for key in ("offered", "answered", "abandoned")
        ]
        minutes, seconds = shown["wait_max"].split(":")
        assert float(row["wait_max_s"]) == int(minutes) * 60 + int(seconds)
    office.ask(f"/reports/sessions?{DAYS}")
    assert {row["question"] for row in office.csv()} == {"'=1+1", ""}


@pytest.mark.feature("REPT-09")
def test_while_a_file_is_made_the_page_says_so_and_why_there_is_none(
    past: Past, asking: Asking, windows: Windows
):
    windows.allow(refused(409))
    office = asking()
    office.ask(VOLUME)
    held: list[Route] = []
    office.page.route("**/files", lambda route: held.append(route), times=1)
    office.choose_file("Parquet")
    making = office.page.get_by_role("status").filter(has_text="The Parquet file is being made…")
    expect(making).to_be_visible()
    with office.page.expect_download() as downloading:
        held[0].continue_()
    assert downloading.value.suggested_filename == "call_volume_2026-11-10_2026-11-12.parquet"
    expect(making).to_have_count(0)
    expect(office.page.get_by_text("The Parquet file is there.")).to_be_attached()

    with past.database.transaction(past.id) as tx:
        tx.change(update(ReportFile).values(rows=1_048_576))
    office.choose_file("Excel")

    alert = office.page.locator("main").get_by_role("alert")
    expect(alert).to_contain_text("holds 1,048,575 rows at most")


def test_the_address_is_the_question_for_everybody_who_follows_it(
    past: Past, asking: Asking, company: Company, guichet: RunningGuichet, windows: Windows
):
    office = asking()
    office.open(f"/reports/call_volume?{DAYS}")
    office.page.get_by_role("button", name="Queues: All").click()
    office.page.get_by_role("checkbox", name="Advice").check()
    office.page.keyboard.press("Escape")
    office.page.get_by_label("To (included)").fill("2026-11-30")
    office.page.get_by_role("button", name="Show report").click()
    expect(office.figure("offered")).to_contain_text("2")
    address = office.page.url.removeprefix(guichet.base_url)

    office.page.reload()
    expect(office.figure("offered")).to_contain_text("2")
    expect(office.page.get_by_label("To (included)")).to_have_value("2026-11-30")
    office.page.go_back()
    expect(office.figure("offered")).to_contain_text("6")
    manager = open_office(windows.open(), guichet, company.agent("Max", role="manager"))
    manager.ask(address)
    expect(manager.figure("offered")).to_contain_text("2")
    expect(manager.page.get_by_role("button", name="Queues: Advice")).to_be_visible()


def test_a_report_that_was_made_stays_at_its_address_as_it_was(past: Past, asking: Asking):
    office = asking()
    office.ask(VOLUME)
    office.page.get_by_role("link", name="address of this report").click()
    expect(office.page).to_have_url(re.compile(r"/reports/runs/[0-9a-f-]{36}$"))
    expect(office.figure("offered")).to_contain_text("6")
    made = office.page.get_by_test_id("made").inner_text()
    assert re.match(r"Made at .* · data as of .* · asked for by Sophie", made)

    past.request(moment("2026-11-11 12:00"), 10 * SECOND)
    office.page.reload()

    expect(office.page.get_by_test_id("made")).to_have_text(made)
    expect(office.figure("offered")).to_contain_text("6")
    office.open("/reports")
    expect(office.rows).to_have_count(1)
    expect(office.rows.first).to_contain_text("Call volume · Queue")


def test_each_figure_tells_what_it_means_on_hover_and_on_focus(past: Past, asking: Asking):
    office = asking()
    office.ask(VOLUME)
    told = office.page.get_by_role("tooltip")
    office.figure("wait_average").get_by_role("button").hover()
    expect(told).to_contain_text("Mean wait of the answered requests alone")
    office.page.mouse.move(0, 0)
    expect(told).to_have_count(0)

    office.page.locator('th[data-column="abandonment"] button').focus()

    expect(told).to_contain_text("short abandons left out of both")


def test_more_rows_than_a_page_holds_are_turned_over(past: Past, asking: Asking):
    for number in range(119):
        past.answered(moment("2026-11-13 10:00") + number * SECOND, SECOND, MINUTE)
    office = asking()
    office.ask("/reports/sessions?from=2026-11-13&to=2026-11-13")
    expect(office.figure("sessions")).to_contain_text("119")
    expect(office.rows).to_have_count(100)

    office.page.get_by_role("button", name="Page 2").click()

    expect(office.rows).to_have_count(19)
    office.page.emulate_media(media="print")
    expect(office.rows).to_have_count(119)


def test_of_too_many_rows_the_first_in_the_order_asked_for_are_shown(past: Past, asking: Asking):
    _many_sessions(past, 1_001)
    office = asking()
    office.ask("/reports/sessions?from=2026-11-14&to=2026-11-14")
    expect(office.page.get_by_text("The first 1,000 rows of 1,001 are shown.")).to_be_visible()
    asked_at = office.page.locator('th[data-column="requested_at"]')
    expect(asked_at).to_have_attribute("aria-sort", "descending")
    expect(office.rows.first).to_contain_text("Customer 1000")

    by_name = office.sort("Customer")

    expect(office.rows.first).to_contain_text("Customer 0000")
    expect(by_name).to_have_attribute("aria-sort", "ascending")
    expect(office.page).to_have_url(re.compile("sort=customer&order=up"))


def test_a_question_that_cannot_be_answered_is_told_what_is_wrong(
    past: Past, asking: Asking, windows: Windows, guichet: RunningGuichet
):
    windows.allow(refused(422), refused(404))
    office = asking()
    stranger = Company(guichet)
    theirs = stranger.queue("Theirs")
    for query, words in (
        ("from=2026-11-12&to=2026-11-10", "The period ends before it begins."),
        ("from=1950-01-01&to=2026-11-10", "not a day"),
        ("from=1976-01-01&to=2026-11-10", "at most five years"),
        (f"{DAYS}&zone=Mars/Olympus", "This time zone does not exist."),
        (f"{DAYS}&by=moon", "asks for something that does not exist"),
        (f"{DAYS}&queues={theirs.id}", "is not for you to see"),
    ):
        office.open(f"/reports/call_volume?{query}")
        expect(office.problem).to_contain_text(words)
    stranger.close()


def test_without_a_question_the_last_days_that_have_something_are_shown(past: Past, asking: Asking):
    office = asking()
    office.ask("/reports/call_volume")
    expect(office.page.get_by_label("To (included)")).not_to_have_value("")
    office.ask("/reports/call_volume?from=2020-02-01&to=2020-02-29")
    expect(office.page.get_by_text("Nothing happened in this period")).to_be_visible()

    office.page.get_by_role("link", name="Show the last days").click()

    expect(office.page.get_by_label("To (included)")).to_have_value("2026-11-12")
    expect(office.figure("offered")).to_contain_text("6")


def test_agents_have_no_reports_and_supervisors_come_from_their_desk(
    past: Past, asking: Asking, company: Company, guichet: RunningGuichet, windows: Windows
):
    agent = asking("agent")
    agent.open("/reports")
    expect(agent.page.get_by_role("heading", name="Not for your account")).to_be_visible()
    expect(agent.page.get_by_role("navigation")).to_have_count(0)
    agent.open("/desk")
    agent.page.get_by_role("button", name="Account of Sophie").click()
    expect(agent.page.get_by_role("menuitem", name="Preferences")).to_be_visible()
    expect(agent.page.get_by_role("menuitem", name="Reports")).to_have_count(0)

    chief = open_office(windows.open(), guichet, company.agent("Chief", role="supervisor"))
    chief.open("/desk")
    chief.page.get_by_role("button", name="Account of Chief").click()
    with chief.page.expect_popup() as opening:
        chief.page.get_by_role("menuitem", name="Reports").click()
    expect(opening.value.get_by_role("heading", name="Reports", level=1)).to_be_visible()


def test_who_followed_a_link_comes_to_it_after_signing_in_and_managers_begin_with_reports(
    past: Past, company: Company, guichet: RunningGuichet, windows: Windows
):
    manager = company.agent("Max", role="manager")
    page = windows.open().new_page()
    page.goto(f"{guichet.base_url}{VOLUME}&by=day")
    _sign_in(page, manager)
    expect(page).to_have_url(re.compile(r"/reports/call_volume\?from=2026-11-10.*by=day"))
    expect(page.get_by_test_id("made")).to_be_visible()
    page.get_by_role("button", name="Account of Max").click()
    page.get_by_role("menuitem", name="Sign out").click()

    page.get_by_label("Login").wait_for()
    page.goto(guichet.base_url)
    _sign_in(page, manager)

    expect(page).to_have_url(re.compile(r"/reports$"))
    expect(page.get_by_role("link", name="To the desk")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_every_page_is_for_everybody_and_fits(
    past: Past, asking: Asking, theme: str, viewport: dict[str, int] | None
):
    sized = {} if viewport is None else {"viewport": viewport}
    office = asking("supervisor", "fr", color_scheme=theme, locale="fr-FR", **sized)
    settings = ("/exports", "/mail", "/wallboards", "/wallboards?new", "/service-levels")
    pages = ("/reports", *settings, "/reports/nowhere")
    for address in (*(f"/reports/{kind}?{DAYS}" for kind in KINDS), *pages):
        office.open(address)
        expect(office.page.get_by_role("heading", level=1)).to_be_visible()
        if "from=" in address:
            office.wait_made()
        _for_everybody(office.page)


def _many_sessions(past: Past, count: int) -> None:
    """In one transaction: sessions a second apart, of customers who are numbered from 0."""
    begin = moment("2026-11-14 08:00")
    with past.database.transaction(past.id) as tx:
        for number in range(count):
            at = begin + number * SECOND
            line: dict[str, Any] = {
                "company_id": past.id,
                "portal_id": past.portal.id,
                "queue_id": past.queue.id,
            }
            request = Request(
                **line,
                id=new_id(),
                customer_name=f"Customer {number:04}",
                state="closed",
                posted_at=at,
                line_since=at,
                last_seen_at=at,
                accepted_at=at,
                closed_at=at + MINUTE,
            )
            session = Session(
                **line,
                number=new_session_number(),
                request_id=request.id,
                agent_id=past.agent.account_id,
                state="ended",
                began_at=at,
                ended_at=at + MINUTE,
            )
            tx.session.add(request)
            tx.session.add(session)


def _sign_in(page: Page, person: Person) -> None:
    page.get_by_label("Login").fill(person.login)
    page.locator("input[name=password]").fill(person.password)
    page.get_by_role("button", name="Sign in").click()


def _for_everybody(page: Page) -> None:
    """Nothing serious for axe-core, no sideways scrolling, words for everything."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["failureSummary"]) for each in serious] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert BARE_KEY.findall(page.locator("main").inner_text()) == [], page.url
