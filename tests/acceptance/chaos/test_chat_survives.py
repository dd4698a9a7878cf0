"""A long conversation in real pages, while they are reloaded, a line is cut and the server is killed."""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from config.ports import free_port
from routing.database import Database
from routing.tables import ChatLine
from tests.acceptance.browsing import Windows
from tests.acceptance.chaos.cut_line import CutLine
from tests.acceptance.chaos.own_process import OwnWeb
from tests.acceptance.company import Company, Person
from tests.acceptance.customer import Customer
from tests.acceptance.desk import Desk
from tests.running import RunningGuichet
from tests.waiting import wait_until

SEED = int(os.environ.get("CHAOS_SEED", random.randrange(1_000_000)))
LINES = 500
KILLS = 20
#: Seconds for which the customer's line is cut.
CUT_S = 30.0
#: The kills after which the line is cut, and a page is reloaded.
CUT_AFTER, DESK_RELOADS, CUSTOMER_RELOADS = 4, (2, 9, 16), (1, 12, 18)
#: Milliseconds for both pages to show everything once the noise is over.
SETTLED_MS = 120_000
_PATIENCE_S = 120.0
#: Whatever the consoles say of a server that is dead, that is what this test does to them.
NOISE = r"."


@pytest.mark.timeout(900)
@pytest.mark.feature("CHAT-01")
def test_five_hundred_lines_each_way_are_read_once_and_in_order(
    guichet: RunningGuichet, windows: Windows
):
    print(f"\nseed {SEED} (CHAOS_SEED repeats it)")
    windows.allow(NOISE)
    line_port = free_port()
    web = OwnWeb(guichet, f"http://localhost:{line_port}")
    line = CutLine(line_port, web.port)
    company = Company(guichet)
    web.wait_serving()
    talk = _begin(company, windows, web, line)

    trouble = Trouble(web, line, talk, random.Random(SEED))
    for writing in _cycles():
        trouble.through(writing)
    trouble.over()

    of_agent, of_customer = _texts("agent"), _texts("customer")
    for page in (talk.desk, talk.customer):
        for author in ("agent", "customer"):
            numbered = page.conversation.locator(f'li[data-number][data-author="{author}"]')
            expect(numbered).to_have_count(LINES, timeout=SETTLED_MS)
        expect(page.conversation.locator("li:not([data-number])")).to_have_count(0)
        assert page.lines("agent").all_inner_texts() == of_agent
        assert page.lines("customer").all_inner_texts() == of_customer
    assert _numbers(talk.desk.page) == _numbers(talk.customer.page)
    kept = _kept(company.database, company.id)
    assert [text for author, text in kept if author == "agent"] == of_agent
    assert [text for author, text in kept if author == "customer"] == of_customer
    print(trouble.summary())
    company.close()
    web.kill()
    line.cut()


@dataclass
class Talk:
    """The two pages of one session."""

    desk: Desk
    customer: Customer


@dataclass
class Trouble:
    """What happens to the talk, cycle by cycle; each cycle holds one kill."""

    web: OwnWeb
    line: CutLine
    talk: Talk
    chance: random.Random
    kills: int = 0
    cut_at: float | None = None
    began: float = field(default_factory=time.monotonic)

    def through(self, numbers: range) -> None:
        """Both write these lines; somewhere among them the web process is killed."""
        fatal = self.chance.choice(numbers)
        for number in numbers:
            _say(self.talk.desk.page, f"agent {number}")
            _say(self.talk.customer.page, f"customer {number}")
            if number == fatal:
                self._kill()
            self._mend_in_time()
        if self.kills == CUT_AFTER:
            self.line.cut()
            self.cut_at = time.monotonic()
        self._reload()

    def over(self) -> None:
        """The last of the trouble passes."""
        while self.cut_at is not None:
            self.talk.desk.page.wait_for_timeout(100)
            self._mend_in_time()
        self.web.wait_serving()

    def summary(self) -> str:
        """For the log."""
        took = time.monotonic() - self.began
        return f"{LINES} lines each way, {self.kills} kills, one cut of {CUT_S:g} s in {took:.0f} s"

    def _kill(self) -> None:
        self.web.wait_serving()
        self.web.kill()
        self.web.start_again()
        self.kills += 1

    def _mend_in_time(self) -> None:
        if self.cut_at is not None and time.monotonic() - self.cut_at >= CUT_S:
            self.line.mend()
            self.cut_at = None

    def _reload(self) -> None:
        if self.kills in DESK_RELOADS:
            self.web.wait_serving()
            _reload(self.talk.desk.page)
            self.talk.desk.row("in_progress", "Ada").click()
            expect(self.talk.desk.message).to_be_visible()
        if self.kills in CUSTOMER_RELOADS and self.cut_at is None:
            self.web.wait_serving()
            _reload(self.talk.customer.page)
            expect(self.talk.customer.message).to_be_visible()


def _cycles() -> Iterator[range]:
    each = LINES // KILLS
    return (range(first, first + each) for first in range(1, LINES + 1, each))


def _texts(author: str) -> list[str]:
    return [f"{author} {number}" for number in range(1, LINES + 1)]


def _begin(company: Company, windows: Windows, web: OwnWeb, line: CutLine) -> Talk:
    portal = company.portal(name="Help")
    desk = _desk(company.agent("Marie", portals=[portal]), windows, web)
    context = windows.open()
    context.set_default_timeout(_PATIENCE_S * 1_000)
    page = context.new_page()
    page.goto(f"{line.address}/c/{portal.key}")
    customer = Customer(page, page)
    customer.ask("Ada", "May it take long?")
    desk.yes("Ada")
    expect(customer.message).to_be_visible()
    return Talk(desk, customer)


def _desk(person: Person, windows: Windows, web: OwnWeb) -> Desk:
    context = windows.open()
    context.set_default_timeout(_PATIENCE_S * 1_000)
    api = f"{web.address}/api/v1"
    me = context.request.post(
        f"{api}/sign-in", data={"login": person.login, "password": person.password}
    ).json()
    switched = context.request.put(
        f"{api}/me/availability",
        data={"status": "available"},
        headers={"X-CSRF-Token": me["csrf_token"]},
    )
    assert switched.ok
    desk = Desk(context.new_page(), person)
    desk.page.goto(f"{web.address}/desk")
    expect(desk.page.locator('#list[aria-busy="false"]')).to_be_attached()
    return desk


def _say(page: Page, text: str) -> None:
    # By its element: looking for it by its role takes long among a thousand lines.
    message = page.locator("textarea:visible")
    message.fill(text)
    message.press("Enter")


def _reload(page: Page) -> None:
    """Reloads a page, again if need be, until it has come whole."""

    def reloaded() -> bool:
        try:
            answer = page.reload()
        except BrowserError:
            return False
        return answer is not None and answer.ok

    wait_until(reloaded, _PATIENCE_S, "the page to load")


def _numbers(page: Page) -> list[tuple[str, str]]:
    """(number, text) of each line with a number, as the page shows them."""
    shown: list[tuple[str, str]] = page.get_by_role("log", name="Conversation").evaluate(
        """log => [...log.querySelectorAll('li[data-number]')].map(line =>
            [line.dataset.number, (line.querySelector('.text, [dir=auto]') ?? line).innerText])"""
    )
    return shown


def _kept(database: Database, company_id: str) -> list[tuple[str, str]]:
    with database.reading(company_id) as reading:
        lines = reading.session.scalars(select(ChatLine).order_by(col(ChatLine.number)))
        return [(line.author, line.text) for line in lines]
