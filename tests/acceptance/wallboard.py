"""A wallboard as people see it, and how a supervisor makes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from routing.clock import HOUR, SECOND, system_clock
from routing.tables import Company as CompanyRow
from routing.tables import Portal
from tests.acceptance.api import Api
from tests.acceptance.company import Company, Person
from tests.running import RunningGuichet
from tests.wallboard_days import a_crew, day_of_calls, who_wait, write_calls
from webui.live.wallboard_day import day_of

#: A name that no tile holds.
LONG_NAME = "Marie-Amélie de la Rochefoucauld-Montbel et Saint-Sauveur"
#: A television on a wall.
WALL = {"width": 1920, "height": 1080}
#: Counts the tones that a page plays.
LISTEN = """
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""


@dataclass
class Wallboard:
    """One wallboard's page."""

    page: Page

    def figure(self, name: str) -> Locator:
        """The card of a figure by its name on the wire: waiting, longest_wait …"""
        return self.page.locator(f'[data-figure="{name}"]')

    def value(self, name: str) -> Locator:
        """The huge figure itself."""
        return self.page.get_by_test_id(f"value-{name}")

    def shows(self, **figures: str) -> None:
        """Waits until the figures are these."""
        for name, text in figures.items():
            expect(self.value(name)).to_have_text(text)

    def level(self, name: str) -> str:
        """plain, attention or alarm."""
        return self.figure(name).get_attribute("data-level") or ""

    def agents(self, state: str) -> Locator:
        """The tiles of the agents in a state."""
        return self.page.locator(f'[data-state="{state}"]').get_by_role("listitem")

    @property
    def freshness(self) -> Locator:
        """The line that says how old the figures are."""
        return self.page.get_by_test_id("freshness")

    def tones(self) -> int:
        """How many tones have been played; the page must have been opened with `LISTEN`."""
        return int(self.page.evaluate("window.tones"))


def a_supervisor(company: Company, name: str = "Sophie") -> Person:
    """Somebody who may set wallboards."""
    return company.agent(name, role="supervisor")


def set_zone(company: Company, zone: str) -> None:
    """Let the company's day be that of another zone."""
    with company.database.transaction(company.id) as tx:
        row = tx.get(CompanyRow, company.id)
        row.time_zone = zone
        tx.session.add(row)


def zone_at_noon() -> str:
    """A zone in which a good half of the day is over now, whenever the test runs."""
    hours = (14 - (system_clock() // HOUR)) % 24
    offset = hours if hours <= 14 else hours - 24
    # In these names the sign is the other way round.
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"


def full_day(company: Company) -> Portal:
    """Sixty agents, two hundred who wait, long names, a day's calls."""
    zone, now = zone_at_noon(), system_clock()
    set_zone(company, zone)
    portal = company.portal(name="Cartes et virements internationaux")
    begins = day_of(now, zone).begins
    names = [LONG_NAME if number % 5 == 0 else f"Marie Lefèvre {number}" for number in range(60)]
    a_crew(company.database, company.id, names, now, portals=[portal])
    write_calls(company.database, portal, day_of_calls(2_000, begins, now - 900 * SECOND))
    write_calls(company.database, portal, who_wait(200, now, min(2 * HOUR, now - begins)))
    return portal


def a_wallboard(guichet: RunningGuichet, supervisor: Person, **wanted: Any) -> dict[str, Any]:
    """A wallboard made by the API: its id, its television key and all else the API says."""
    answer = Api(guichet, supervisor).send("POST", "/wallboards", {"name": "Cards", **wanted})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def switch_on(
    context: BrowserContext, guichet: RunningGuichet, made: dict[str, Any], query: str = ""
) -> Wallboard:
    """The wallboard on a television: nobody is signed in."""
    page = context.new_page()
    page.goto(f"{guichet.base_url}/tv/{made['id']}{query}#key={made['television_key']}")
    expect(page.locator("[data-figure]")).to_have_count(5)
    return Wallboard(page)
