"""The desk as an agent sees it: its parts by what they are called on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.acceptance.company import Person
from tests.running import RunningGuichet


@dataclass
class Desk:
    """One tab of an agent's desk."""

    page: Page
    person: Person

    @property
    def alerts(self) -> Locator:
        """All alert cards."""
        return self.page.get_by_test_id("alert")

    def alert(self, words: str) -> Locator:
        """The alert card that shows these words."""
        return self.alerts.filter(has_text=words)

    def yes(self, words: str) -> None:
        """Answers the alert that shows `words` with Yes; its conversation comes to the front."""
        self.alert(words).get_by_role("button", name="Yes").click()
        expect(self.message).to_be_visible()

    def no(self, words: str) -> None:
        """Answers the alert that shows `words` with No."""
        self.alert(words).get_by_role("button", name="No", exact=True).click()

    def area(self, name: str) -> Locator:
        """`incoming`, `in_progress` or `history` of the list."""
        return self.page.locator(f'[data-area="{name}"]')

    def row(self, area: str, words: str) -> Locator:
        """The row of an area that shows these words."""
        return self.area(area).get_by_role("button").filter(has_text=words)

    @property
    def message(self) -> Locator:
        """Where the agent writes."""
        return self.page.get_by_role("textbox", name="Message", exact=True)

    def say(self, text: str) -> None:
        """Sends one line in the conversation in front."""
        self.message.fill(text)
        self.message.press("Enter")

    @property
    def conversation(self) -> Locator:
        """The lines of the conversation in front."""
        return self.page.get_by_role("log", name="Conversation")

    def line(self, text: str) -> Locator:
        """The line of the conversation with this text."""
        return self.conversation.get_by_role("listitem").filter(has_text=text)

    def lines(self, author: str) -> Locator:
        """The texts by `agent` or `customer`, in their order."""
        return self.conversation.locator(f'li[data-author="{author}"] [dir="auto"]')

    @property
    def details(self) -> Locator:
        """The right column."""
        return self.page.get_by_role("complementary", name="Details")

    def heard(self, urgency: str = "polite") -> Locator:
        """What a screen reader is told last."""
        return self.page.get_by_test_id(f"announcer-{urgency}")

    @property
    def availability(self) -> Locator:
        """The switch between available and not."""
        return self.page.get_by_role("button", name="Availability:")

    def end_session(self, resolution: str = "Resolved", ticket: str = "", notes: str = "") -> None:
        """Ends the session in front by its dialog."""
        self.page.get_by_role("button", name="End session").click()
        dialog = self.page.get_by_role("dialog", name="End the session")
        dialog.get_by_role("radio", name=resolution, exact=True).check()
        dialog.get_by_role("textbox", name="Ticket number").fill(ticket)
        if notes:
            dialog.get_by_role("textbox", name="Notes").fill(notes)
        dialog.get_by_role("button", name="End session").click()
        expect(dialog).to_be_hidden()


def sign_in(context: BrowserContext, guichet: RunningGuichet, person: Person) -> str:
    """Signs a browser in without its page; returns the CSRF token."""
    answer = context.request.post(
        f"{guichet.base_url}/api/v1/sign-in",
        data={"login": person.login, "password": person.password},
    )
    assert answer.ok, answer.text()
    token: str = answer.json()["csrf_token"]
    return token


def become(context: BrowserContext, guichet: RunningGuichet, csrf_token: str, status: str) -> None:
    """Sets the signed-in agent `available` or `unavailable`."""
    answer = context.request.put(
        f"{guichet.base_url}/api/v1/me/availability",
        data={"status": status},
        headers={"X-CSRF-Token": csrf_token},
    )
    assert answer.ok, answer.text()


def open_tab(context: BrowserContext, guichet: RunningGuichet, person: Person) -> Desk:
    """The desk in a new tab of a browser that is signed in, connected."""
    desk = Desk(context.new_page(), person)
    desk.page.goto(f"{guichet.base_url}/desk")
    expect(desk.page.locator('#list[aria-busy="false"]')).to_be_attached()
    return desk
