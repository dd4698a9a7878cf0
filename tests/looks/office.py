"""The office of a supervisor: reports on a week of calls, exports, mail, wallboards."""

from __future__ import annotations

from playwright.sync_api import expect

from routing.clock import MINUTE, SECOND
from tests import builders
from tests.acceptance import desk as desks
from tests.acceptance import wallboard as wallboards
from tests.acceptance.company import Company
from tests.acceptance.office import open_office
from tests.integration.reports.history import Company as Past
from tests.integration.reports.history import moment
from tests.looks.script import COUNTERS, LONG_NAME, QUESTION
from tests.looks.studio import Studio


def office(studio: Studio, company: Company) -> None:
    """Reports on a week of calls; exports, mail and wallboards; nothing, much, and a wrong question."""
    person = company.agent("Sophie Martin", studio.language, role="supervisor")
    office = open_office(studio.page().context, studio.guichet, person)
    office.ask("/reports/call_volume")
    studio.take(office.page, "office-nothing")
    last = _a_week_of_calls(studio, company)
    week = f"from=2026-11-09&to={last}"
    for name in ("call_volume", "agent_activity", "url_referrals", "sessions"):
        office.ask(f"/reports/{name}?{week}")
        studio.take(office.page, f"office-{name.replace('_', '-')}")
    office.page.emulate_media(media="print")
    studio.take(office.page, "office-printed")
    office.page.emulate_media(media="screen")
    office.open("/reports/call_volume?from=2026-11-20&to=2026-11-09")
    expect(office.problem).to_be_visible()
    studio.take(office.page, "office-wrong-question")
    for page in ("reports", "exports", "mail", "wallboards", "wallboards?new"):
        office.open(f"/{page}")
        expect(office.page.locator("h1")).to_be_visible()
        office.page.wait_for_load_state("networkidle")
        studio.take(office.page, f"office-{page.replace('?', '-')}")


def _a_week_of_calls(studio: Studio, company: Company) -> str:
    """Calls in three queues on four days, one agent with the longest name; the last day."""
    database, counters = company.database, COUNTERS[studio.language]
    queues = [company.queue(name) for name in counters]
    names = ("Marie", "Paul", "Amina", LONG_NAME[:60])
    agents = [builders.an_agent(database, company.id, name, queues=queues) for name in names]
    portal = company.portal(queues[0])
    for number in range(48):
        queue, agent = queues[number % 3], agents[number % 4]
        past = Past(database, company.id, queue, portal, agent)
        at = moment(f"2026-11-{9 + number % 4:02} {8 + number % 11:02}:{number:02}")
        if number % 7 == 0:
            past.request(at, number * SECOND)
        else:
            question = QUESTION[studio.language]
            face = 1 + number % 5
            past.answered(at, number * SECOND, (2 + number % 9) * MINUTE, face, question=question)
            past.state("in_session", at, at + 10 * MINUTE)
    return "2026-11-12"


def wallboard(studio: Studio, company: Company) -> None:
    """A wallboard with nothing on it, and one with sixty agents and two hundred who wait."""
    sophie, portal = wallboards.a_supervisor(company), wallboards.full_day(company)
    page = studio.page()
    desks.sign_in(page.context, studio.guichet, sophie)
    for name, portal_ids in (("empty", []), ("overfull", [portal.id])):
        made = wallboards.a_wallboard(studio.guichet, sophie, portal_ids=portal_ids)
        page.goto(f"{studio.guichet.base_url}/wallboards/{made['id']}?lang={studio.language}")
        expect(page.locator("[data-figure]")).to_have_count(5)
        studio.take(page, f"wallboard-{name}")
